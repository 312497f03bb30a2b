package ai.ongoing.gateway.config.setting;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;

/** Booleans and numbers as Go's yaml.v3 and strconv read them. */
final class Numerals {

    private static final Set<String> FILE_TRUE =
            Set.of("true", "True", "TRUE", "y", "Y", "yes", "Yes", "YES", "on", "On", "ON");
    private static final Set<String> FILE_FALSE =
            Set.of("false", "False", "FALSE", "n", "N", "no", "No", "NO", "off", "Off", "OFF");
    private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\.\\d+|\\d+(\\.\\d*)?)([eE][-+]?\\d{1,3})?");
    private static final int LONGEST = 40;

    private Numerals() {}

    static boolean fileBool(String text, boolean quoted) throws BadValue {
        boolean quotedBool = quoted && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"));
        if (FILE_TRUE.contains(text) && !quotedBool) {
            return true;
        }
        if (FILE_FALSE.contains(text) && !quotedBool) {
            return false;
        }
        throw bad("must be true or false" + (quotedBool ? ", without quotes" : ""), text);
    }

    static boolean variableBool(String text) throws BadValue {
        if (TRUE.contains(text)) {
            return true;
        }
        if (FALSE.contains(text)) {
            return false;
        }
        throw bad("must be true or false", text);
    }

    static long fileWhole(String text, boolean quoted) throws BadValue {
        if (quoted) {
            throw bad("must be a whole number, without quotes", text);
        }
        try {
            return integer(text.replace("_", "")).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw bad("must be a whole number", text);
        }
    }

    private static BigInteger integer(String text) {
        String sign = text.startsWith("-") ? "-" : "";
        String digits = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        if (digits.length() > LONGEST || digits.startsWith("-") || digits.startsWith("+")) {
            throw new NumberFormatException();
        }
        if (digits.length() > 1 && digits.charAt(0) == '0' && digits.charAt(1) != '.') {
            return switch (digits.charAt(1)) {
                case 'x', 'X' -> new BigInteger(sign + digits.substring(2), 16);
                case 'o', 'O' -> new BigInteger(sign + digits.substring(2), 8);
                case 'b', 'B' -> new BigInteger(sign + digits.substring(2), 2);
                default -> new BigInteger(sign + digits.substring(1), 8);
            };
        }
        if (!DECIMAL.matcher(digits).matches()) {
            throw new NumberFormatException();
        }
        return new BigDecimal(sign + digits).toBigIntegerExact();
    }

    static long variableWhole(String text) throws BadValue {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw bad("must be a whole number", text);
        }
    }

    static double fileNumber(String text, boolean quoted) throws BadValue {
        if (quoted) {
            throw bad("must be a number, without quotes", text);
        }
        return variableNumber(text.replace("_", ""));
    }

    static double variableNumber(String text) throws BadValue {
        if (text.length() > LONGEST || !DECIMAL.matcher(text).matches()) {
            throw bad("must be a number", text);
        }
        double number = Double.parseDouble(text);
        if (Double.isInfinite(number)) {
            throw bad("must be a number", text);
        }
        return number;
    }

    /** As Go's {@code %v}: no fraction when there is none. */
    static String shortest(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    private static BadValue bad(String rule, String text) {
        return new BadValue(rule + " (got " + Quoted.of(text) + ")");
    }
}
