package ai.ongoing.gateway.migration.sql;

import java.util.List;

/**
 * SQL text cut into single statements, because drivers either run only the first of several or report positions inside
 * pieces of their own. Knows quotes, comments, dollar quoting and statement bodies; what is left open is an error, never
 * a guess.
 */
public final class SqlScript {

    /**
     * What the backend's lexer does differently.
     *
     * @param nestedComments a block comment may hold another
     * @param dollarQuotes {@code $tag$ ... $tag$} quotes
     * @param escapeStrings {@code E'...'} knows backslashes
     * @param bracketNames {@code [name]} and backticks quote a name
     * @param triggerBodies a trigger's body is {@code BEGIN ...; END} inside the statement
     * @param atomicBodies a routine's body is {@code BEGIN ATOMIC ...; END} inside the statement, and a semicolon
     *     inside parentheses ends nothing
     */
    public record Syntax(
            boolean nestedComments,
            boolean dollarQuotes,
            boolean escapeStrings,
            boolean bracketNames,
            boolean triggerBodies,
            boolean atomicBodies) {}

    /**
     * One statement without its semicolon and without comments before it.
     *
     * @param text as written, comments inside it included
     * @param line line of its first character, counted from the given first line
     * @param start offset of its first character in the script
     * @param words its words outside quotes, comments and parentheses, upper case, in order
     */
    public record Statement(String text, int line, int start, List<String> words) {

        public Statement {
            words = List.copyOf(words);
        }

        /** Offset behind the last character. */
        public int end() {
            return start + text.length();
        }

        /** Whether the statement begins with these words. */
        public boolean begins(String... head) {
            return words.size() >= head.length && words.subList(0, head.length).equals(List.of(head));
        }
    }

    /** Text that does not end where a quote, a comment or a body ends. */
    public static final class SqlScriptException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final int line;

        SqlScriptException(int line, String what) {
            super(what);
            this.line = line;
        }

        public int line() {
            return line;
        }
    }

    private SqlScript() {}

    /**
     * The statements in order; empty ones are left out.
     *
     * @param firstLine line number of the text's first line in its file
     */
    public static List<Statement> split(String text, Syntax syntax, int firstLine) {
        return new SqlScanner(text, syntax, firstLine).statements();
    }
}
