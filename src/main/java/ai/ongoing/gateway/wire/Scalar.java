package ai.ongoing.gateway.wire;

import java.math.BigDecimal;

/** Understands numbers, true, false and null once their last byte was seen. */
final class Scalar {

    private static final int LONGEST_NUMBER = 40;

    private Scalar() {}

    static void report(int field, Text token, JsonSink sink) {
        sink.absent(field);
        if (token.isEmpty() || token.length() > LONGEST_NUMBER) {
            return;
        }
        switch (token.at(0)) {
            case 't', 'f' -> flag(field, token, sink);
            case 'n', '-' -> {
                // null states nothing, and neither does a negative count
            }
            default -> {
                long value = wholeNumber(token);
                if (value >= 0 && value <= JsonScanner.LARGEST) {
                    sink.number(field, value);
                }
            }
        }
    }

    private static void flag(int field, Text token, JsonSink sink) {
        String word = token.toString();
        if (word.equals("true") || word.equals("false")) {
            sink.flag(field, word.equals("true"));
        }
    }

    /** The number, or -1 when it is not a whole number of a usable size. */
    private static long wholeNumber(Text token) {
        if (token.at(0) == '0' && token.length() > 1 && token.at(1) >= '0' && token.at(1) <= '9') {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < token.length(); i++) {
            int digit = token.at(i) - '0';
            if (digit < 0 || digit > 9) {
                return decimal(token.toString());
            }
            if (value > JsonScanner.LARGEST) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static long decimal(String token) {
        try {
            return new BigDecimal(token).longValueExact();
        } catch (ArithmeticException | NumberFormatException _) {
            return -1;
        }
    }
}
