package ai.ongoing.gateway.pricing;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which model names a price is for. Written as {@code name}, {@code prefix*}, {@code *suffix}, {@code *part*} or
 * {@code /regular expression/}; letters match in either case.
 */
sealed interface ModelRule {

    int NO_MATCH = -1;

    /**
     * How closely the name matches: exact names before expressions before longer before shorter parts.
     *
     * @param model in lower case
     */
    int match(String model);

    /** Whether the rule fixes how the name begins. */
    boolean anchored();

    /**
     * Reads a rule as it stands in a price file.
     *
     * @throws IllegalArgumentException when it is empty or not an expression
     */
    static ModelRule parse(String written) {
        String rule = written.toLowerCase(Locale.ROOT);
        if (rule.length() > 2 && rule.startsWith("/") && rule.endsWith("/")) {
            String expression = written.substring(1, written.length() - 1);
            return new Expression(Pattern.compile(expression, Pattern.CASE_INSENSITIVE));
        }
        boolean openStart = rule.startsWith("*");
        boolean openEnd = rule.length() > 1 && rule.endsWith("*");
        String part = rule.substring(openStart ? 1 : 0, rule.length() - (openEnd ? 1 : 0));
        if (part.isEmpty() || part.contains("*")) {
            throw new IllegalArgumentException("a rule needs a name, with * at its ends only: \"" + written + "\"");
        }
        return new Part(part, openStart, openEnd);
    }

    /** A name or a part of one. */
    record Part(String part, boolean openStart, boolean openEnd) implements ModelRule {

        private static final int EXACT = 1_000_000;

        @Override
        public int match(String model) {
            boolean matches = openStart
                    ? openEnd ? model.contains(part) : model.endsWith(part)
                    : openEnd ? model.startsWith(part) : model.equals(part);
            if (!matches) {
                return NO_MATCH;
            }
            return openStart || openEnd ? part.length() : EXACT;
        }

        @Override
        public boolean anchored() {
            return !openStart;
        }
    }

    /** A regular expression, found anywhere in the name unless it is anchored itself. */
    record Expression(Pattern pattern) implements ModelRule {

        private static final int CLOSE = 500_000;

        @Override
        public int match(String model) {
            return pattern.matcher(model).find() ? CLOSE : NO_MATCH;
        }

        @Override
        public boolean anchored() {
            return pattern.pattern().startsWith("^");
        }
    }
}
