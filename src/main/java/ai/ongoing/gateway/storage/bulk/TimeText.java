package ai.ongoing.gateway.storage.bulk;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;

/**
 * Times as SQLite holds them, read from bytes without an object for each: the layout {@code 2026-11-20 20:51:42.155217
 * +0000 UTC}, and every other that the Go program wrote or accepted. What is finer than a microsecond is cut off.
 */
public final class TimeText {

    /** No time. */
    public static final long NONE = Long.MIN_VALUE;

    private static final int SECONDS_END = 19;
    private static final int MICRO_DIGITS = 6;
    private static final long MICROS = 1_000_000;

    private TimeText() {}

    /** Microseconds since 1970, UTC; {@link #NONE} for a text in no known layout. Without a zone it is UTC. */
    public static long micros(byte[] text) {
        if (text.length < SECONDS_END || !separated(text)) {
            return NONE;
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 2);
        int day = digits(text, 8, 2);
        int hour = digits(text, 11, 2);
        int minute = digits(text, 14, 2);
        int second = digits(text, 17, 2);
        boolean fits = year >= 0 && month >= 1 && month <= 12 && day >= 1 && hour >= 0 && hour < 24;
        if (!fits || minute < 0 || minute > 59 || second < 0 || second > 59 || day > monthLength(year, month)) {
            return NONE;
        }
        long seconds = daysSince1970(year, month, day) * 86_400 + hour * 3_600L + minute * 60L + second;
        return withFraction(text, seconds);
    }

    private static boolean separated(byte[] text) {
        return text[4] == '-'
                && text[7] == '-'
                && (text[10] == ' ' || text[10] == 'T')
                && text[13] == ':'
                && text[16] == ':';
    }

    private static long withFraction(byte[] text, long seconds) {
        int at = SECONDS_END;
        long micros = 0;
        if (at < text.length && text[at] == '.') {
            int first = ++at;
            while (at < text.length && isDigit(text[at])) {
                if (at - first < MICRO_DIGITS) {
                    micros = micros * 10 + text[at] - '0';
                }
                at++;
            }
            if (at == first) {
                return NONE;
            }
            for (int missing = MICRO_DIGITS - (at - first); missing > 0; missing--) {
                micros *= 10;
            }
        }
        long offset = offsetSeconds(text, at);
        return offset == NONE ? NONE : (seconds - offset) * MICROS + micros;
    }

    /** The zone and whatever may follow it: its name, and Go's monotonic clock reading, say nothing new. */
    private static long offsetSeconds(byte[] text, int from) {
        int at = from;
        if (at < text.length && text[at] == ' ') {
            at++;
        }
        if (at == text.length) {
            return at == from ? 0 : NONE;
        }
        if (text[at] == 'Z' || text[at] == 'z') {
            return ends(text, at + 1) ? 0 : NONE;
        }
        if (text[at] != '+' && text[at] != '-') {
            return at > from ? 0 : NONE;
        }
        int sign = text[at] == '-' ? -1 : 1;
        int hours = digits(text, at + 1, 2);
        int next = at + 3;
        int minutesAt = next < text.length && text[next] == ':' ? next + 1 : next;
        boolean withMinutes = minutesAt < text.length && isDigit(text[minutesAt]);
        int minutes = withMinutes ? digits(text, minutesAt, 2) : 0;
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59 || !ends(text, withMinutes ? minutesAt + 2 : next)) {
            return NONE;
        }
        return sign * (hours * 3_600L + minutes * 60L);
    }

    private static boolean ends(byte[] text, int at) {
        return at >= text.length || text[at] == ' ';
    }

    /** The number of so many digits; negative when there are not that many. */
    private static int digits(byte[] text, int from, int count) {
        int number = 0;
        for (int i = from; i < from + count; i++) {
            if (i >= text.length || !isDigit(text[i])) {
                return -1;
            }
            number = number * 10 + text[i] - '0';
        }
        return number;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static int monthLength(int year, int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** Days by Howard Hinnant's algorithm: a year begins in March, so that the leap day is its last. */
    private static long daysSince1970(int year, int month, int day) {
        int y = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(y, 400);
        long yearOfEra = y - era * 400;
        long dayOfYear = (153L * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
    }

    /** Whether a text of four digits for the year can say it. */
    public static boolean writable(long micros) {
        int year = LocalDate.ofEpochDay(Math.floorDiv(micros, 86_400 * MICROS)).get(ChronoField.YEAR);
        return year >= 0 && year <= 9_999;
    }

    /** The text that is stored and compared; zeros at the fraction's end are left out, see decision 0030. */
    public static byte[] of(long micros) {
        String seconds = Instant.ofEpochSecond(Math.floorDiv(micros, MICROS))
                .atOffset(ZoneOffset.UTC)
                .toLocalDateTime()
                .toString()
                .replace('T', ' ');
        String whole = seconds.length() == "2026-11-20 20:51".length() ? seconds + ":00" : seconds;
        return (whole + fraction(Math.floorMod(micros, MICROS)) + " +0000 UTC").getBytes(StandardCharsets.US_ASCII);
    }

    private static String fraction(long micros) {
        if (micros == 0) {
            return "";
        }
        String digits = Long.toString(MICROS + micros).substring(1);
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return "." + digits.substring(0, end);
    }
}
