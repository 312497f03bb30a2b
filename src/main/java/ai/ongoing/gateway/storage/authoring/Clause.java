package ai.ongoing.gateway.storage.authoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The words and signs of one statement, or of one statement inside a body. Rules look at its shape, never at its
 * meaning, so what stands inside quotes is one sign.
 */
record Clause(List<Token> tokens) {

    /**
     * One word or sign.
     *
     * @param text a word in upper case without quotes around it; {@code '} for any literal
     * @param line line of the file
     * @param depth how many parentheses are open
     */
    record Token(String text, int line, int depth) {

        boolean is(String other) {
            return text.equals(other);
        }

        /** The name without the schema before it, as the backend folds it. */
        String name() {
            return text.substring(text.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        }
    }

    Clause {
        tokens = List.copyOf(tokens);
    }

    int line() {
        return tokens.getFirst().line();
    }

    boolean begins(String... words) {
        return at(0, words);
    }

    /** Whether these words stand one behind the other. */
    boolean has(String... words) {
        return find(words) >= 0;
    }

    /** Where these words stand one behind the other; -1 when nowhere. */
    int find(String... words) {
        for (int i = 0; i + words.length <= tokens.size(); i++) {
            if (at(i, words)) {
                return i;
            }
        }
        return -1;
    }

    boolean at(int index, String... words) {
        if (index < 0 || index + words.length > tokens.size()) {
            return false;
        }
        for (int i = 0; i < words.length; i++) {
            if (!tokens.get(index + i).is(words[i])) {
                return false;
            }
        }
        return true;
    }

    /** The index behind these words when they stand at an index, else the index itself. */
    int skip(int index, String... words) {
        return at(index, words) ? index + words.length : index;
    }

    /** The name at an index, in lower case; empty when the clause ends before. */
    String name(int index) {
        return index < tokens.size() ? tokens.get(index).name() : "";
    }

    Clause from(int index) {
        return new Clause(tokens.subList(Math.min(index, tokens.size()), tokens.size()));
    }

    boolean isEmpty() {
        return tokens.isEmpty();
    }

    /** Its parts between commas that stand at this depth of parentheses; deeper commas separate nothing. */
    List<Clause> parts(int depth) {
        List<Clause> parts = new ArrayList<>();
        List<Token> current = new ArrayList<>();
        for (Token token : tokens) {
            boolean separates = token.is(",") && token.depth() == depth;
            if (token.depth() >= depth && !separates) {
                current.add(token);
            }
            if ((separates || token.depth() < depth) && !current.isEmpty()) {
                parts.add(new Clause(current));
                current.clear();
            }
        }
        if (!current.isEmpty()) {
            parts.add(new Clause(current));
        }
        return parts;
    }
}
