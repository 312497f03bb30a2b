package ai.ongoing.gateway.migration.sql;

import ai.ongoing.gateway.migration.sql.SqlScript.SqlScriptException;
import ai.ongoing.gateway.migration.sql.SqlScript.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One pass over SQL text, one token at a time; used once. */
final class SqlScanner {

    private static final int NONE = -1;
    private static final List<List<String>> TRIGGER_HEADS = List.of(
            List.of("CREATE", "TRIGGER"),
            List.of("CREATE", "TEMP", "TRIGGER"),
            List.of("CREATE", "TEMPORARY", "TRIGGER"));

    private final String text;
    private final SqlScript.Syntax syntax;
    private final int firstLine;
    private final List<Statement> statements = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private int at;
    private int start = NONE;
    private int end;
    private int parentheses;
    private int bodyDepth;
    private boolean trigger;
    /** The last two tokens, words in upper case: a trigger ends with semicolon, END, semicolon. */
    private String previous = "";

    private String beforePrevious = "";

    SqlScanner(String text, SqlScript.Syntax syntax, int firstLine) {
        this.text = text;
        this.syntax = syntax;
        this.firstLine = firstLine;
    }

    List<Statement> statements() {
        while (at < text.length()) {
            next();
        }
        if (bodyDepth > 0 || (trigger && !endsTrigger())) {
            throw open(start, "a body that begins here has no END");
        }
        if (parentheses > 0 && syntax.atomicBodies()) {
            throw open(start, "a statement that begins here leaves a parenthesis open");
        }
        finish();
        return statements;
    }

    private void next() {
        char c = text.charAt(at);
        if (Character.isWhitespace(c) || c == '\uFEFF') {
            at++;
        } else if (text.startsWith("--", at)) {
            int newline = text.indexOf('\n', at);
            at = newline < 0 ? text.length() : newline;
        } else if (text.startsWith("/*", at)) {
            blockComment();
        } else if (c == '\\' && syntax.dollarQuotes() && lineStart()) {
            int newline = text.indexOf('\n', at);
            throw open(
                    at,
                    "\""
                            + text.substring(at, newline < 0 ? text.length() : newline)
                                    .strip() + "\" is a command of psql, not SQL");
        } else if (c == ';') {
            semicolon();
        } else {
            token(c);
        }
    }

    private void token(char c) {
        int from = at;
        if (start == NONE) {
            start = from;
        }
        if (c == '\'' || c == '"' || (syntax.bracketNames() && c == '`')) {
            quoted(c, false);
            remember("'");
        } else if (syntax.bracketNames() && c == '[') {
            at = behind("]", from, "a name in brackets");
            remember("'");
        } else if (syntax.dollarQuotes() && c == '$' && dollarTag() != null) {
            String tag = dollarTag();
            at += tag.length();
            at = behind(tag, from, "the dollar quote " + tag);
            remember("'");
        } else if (wordPart(c)) {
            word();
        } else {
            if (c == '(') {
                parentheses++;
            } else if (c == ')' && parentheses > 0) {
                parentheses--;
            }
            at++;
            remember(String.valueOf(c));
        }
        end = at;
    }

    private void word() {
        int from = at;
        while (at < text.length() && (wordPart(text.charAt(at)) || text.charAt(at) == '$')) {
            at++;
        }
        String word = text.substring(from, at);
        if (syntax.escapeStrings() && word.equalsIgnoreCase("E") && at < text.length() && text.charAt(at) == '\'') {
            quoted('\'', true);
            remember("'");
            return;
        }
        String upper = word.toUpperCase(Locale.ROOT);
        if (parentheses == 0 && bodyDepth == 0) {
            words.add(upper);
        }
        body(upper);
        remember(upper);
    }

    /** Follows bodies that hold semicolons of their own. */
    private void body(String word) {
        if (syntax.triggerBodies()) {
            trigger |= TRIGGER_HEADS.contains(words);
            return;
        }
        if (!syntax.atomicBodies()) {
            return;
        }
        boolean name = previous.equals("AS") || previous.equals(".");
        if (word.equals("ATOMIC") && previous.equals("BEGIN") && bodyDepth == 0) {
            bodyDepth = 1;
        } else if (bodyDepth > 0 && word.equals("CASE") && !name) {
            bodyDepth++;
        } else if (bodyDepth > 0 && word.equals("END") && !name) {
            bodyDepth--;
        }
    }

    private void semicolon() {
        boolean inside = bodyDepth > 0 || (parentheses > 0 && syntax.atomicBodies()) || (trigger && !endsTrigger());
        at++;
        if (inside) {
            end = at;
            remember(";");
        } else {
            finish();
        }
    }

    private boolean lineStart() {
        return at == 0 || text.charAt(at - 1) == '\n';
    }

    private boolean endsTrigger() {
        return previous.equals("END") && beforePrevious.equals(";");
    }

    private void finish() {
        if (start != NONE) {
            // What follows is data up to a line "\.", and reading it as SQL would blame an apostrophe in it.
            if (syntax.dollarQuotes() && words.indexOf("COPY") == 0 && words.contains("STDIN")) {
                throw open(start, "COPY FROM stdin needs data that a file cannot give");
            }
            statements.add(new Statement(text.substring(start, end), lineOf(start), start, words));
        }
        start = NONE;
        words.clear();
        parentheses = 0;
        bodyDepth = 0;
        trigger = false;
        previous = "";
        beforePrevious = "";
    }

    private void quoted(char quote, boolean backslashes) {
        int from = at;
        at++;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (backslashes && c == '\\') {
                at += 2;
            } else if (c != quote) {
                at++;
            } else if (at + 1 < text.length() && text.charAt(at + 1) == quote) {
                at += 2;
            } else {
                at++;
                return;
            }
        }
        throw open(from, "a quote " + quote + " that opens here is not closed");
    }

    private void blockComment() {
        int from = at;
        int depth = 0;
        do {
            if (at >= text.length()) {
                throw open(from, "a comment that opens here is not closed");
            }
            if (text.startsWith("/*", at) && (depth == 0 || syntax.nestedComments())) {
                depth++;
                at += 2;
            } else if (text.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0);
    }

    /** The tag at the cursor, dollars included, or null when the dollar does not open a quote. */
    private @Nullable String dollarTag() {
        int close = at + 1;
        while (close < text.length() && wordPart(text.charAt(close))) {
            close++;
        }
        boolean tag = close < text.length() && text.charAt(close) == '$' && !Character.isDigit(text.charAt(at + 1));
        return tag ? text.substring(at, close + 1) : null;
    }

    private int behind(String closing, int from, String what) {
        int found = text.indexOf(closing, at);
        if (found < 0) {
            throw open(from, what + " that opens here is not closed");
        }
        return found + closing.length();
    }

    private SqlScriptException open(int offset, String what) {
        return new SqlScriptException(lineOf(Math.max(0, offset)), what);
    }

    private void remember(String token) {
        beforePrevious = previous;
        previous = token;
    }

    private int lineOf(int offset) {
        return firstLine
                + (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
    }

    private static boolean wordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c >= 0x80;
    }
}
