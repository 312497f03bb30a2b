package ai.ongoing.gateway.storage.authoring;

import ai.ongoing.gateway.migration.sql.SqlScript.Statement;
import ai.ongoing.gateway.storage.authoring.Clause.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads a statement's words. What a dollar quote holds is read as SQL too, statement by statement, because a DO block
 * could hide anything; every other literal is one sign. Used once.
 */
final class ClauseReader {

    private static final Set<String> BODY_BREAKS = Set.of("BEGIN", "THEN", "ELSE", "LOOP");

    private final String text;
    private final boolean dollarQuotes;
    private final List<Clause> clauses = new ArrayList<>();
    private final List<Token> current = new ArrayList<>();
    private int at;
    private int line;
    private int depth;
    private boolean body;

    private ClauseReader(Statement statement, boolean dollarQuotes) {
        this.text = statement.text();
        this.line = statement.line();
        this.dollarQuotes = dollarQuotes;
    }

    /** The statement's clauses; more than one only when it holds a body. */
    static List<Clause> read(Statement statement, boolean dollarQuotes) {
        return new ClauseReader(statement, dollarQuotes).clauses();
    }

    private List<Clause> clauses() {
        while (at < text.length()) {
            next(text.charAt(at));
        }
        finish();
        return clauses;
    }

    private void next(char c) {
        if (text.startsWith("--", at)) {
            skipTo("\n");
        } else if (text.startsWith("/*", at)) {
            skipTo("*/");
        } else if (c == '\'') {
            quoted("'");
            add("'");
        } else if (c == '"' || c == '`' || c == '[') {
            int from = at + 1;
            quoted(c == '[' ? "]" : String.valueOf(c));
            add(text.substring(from, Math.max(from, at - 1)));
        } else if (c == '$' && dollarQuotes && at + 1 < text.length() && !Character.isDigit(text.charAt(at + 1))) {
            skipTo("$", at + 1);
            body = !body;
            finish();
        } else if (Character.isLetterOrDigit(c) || c == '_') {
            word();
        } else {
            sign(c);
        }
    }

    private void sign(char c) {
        if (c == ')') {
            depth = Math.max(0, depth - 1);
        }
        if (c == ';') {
            finish();
        } else if (!Character.isWhitespace(c)) {
            add(String.valueOf(c));
        }
        if (c == '(') {
            depth++;
        }
        step();
    }

    private void word() {
        int from = at;
        while (at < text.length() && wordPart(text.charAt(at))) {
            at++;
        }
        String word = text.substring(from, at);
        if (body && BODY_BREAKS.contains(word.toUpperCase(Locale.ROOT))) {
            finish();
        } else {
            add(word);
        }
    }

    private static boolean wordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.';
    }

    private void quoted(String closing) {
        skipTo(closing, at + 1);
        while (at < text.length() && text.startsWith(closing, at)) {
            skipTo(closing, at + 1);
        }
    }

    private void skipTo(String closing) {
        skipTo(closing, at);
    }

    /** Moves behind the closing text, counting lines. */
    private void skipTo(String closing, int from) {
        int found = text.indexOf(closing, from);
        int target = found < 0 ? text.length() : found + closing.length();
        while (at < target) {
            step();
        }
    }

    private void step() {
        if (text.charAt(at) == '\n') {
            line++;
        }
        at++;
    }

    private void add(String word) {
        current.add(new Token(word.toUpperCase(Locale.ROOT), line, depth));
    }

    private void finish() {
        if (!current.isEmpty()) {
            clauses.add(new Clause(current));
            current.clear();
        }
        depth = 0;
    }
}
