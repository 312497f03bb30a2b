package ai.ongoing.gateway.storage.row;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Time as text in SQLite, in the layout the Go program writes: {@code 2026-11-20 20:51:42.15521746 +0000 UTC}.
 *
 * <p>Fractions lose their trailing zeros, as Go's do. That keeps text order chronological, because the space that ends
 * a shorter fraction sorts before every digit and before the point, and it gives one instant exactly one text, so that
 * inclusive bounds meet rows of either program. Always six digits would break the second: {@code .5} and
 * {@code .500000} are the same moment and not the same text.
 */
final class SqliteTime {

    private static final DateTimeFormatter LAYOUT = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendLiteral(" +0000 UTC")
            .toFormatter(Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** Date, time, fraction, zone; a zone's name and Go's monotonic clock reading may follow and say nothing new. */
    private static final Pattern ANY_LAYOUT =
            Pattern.compile("(\\d{4}-\\d{2}-\\d{2})[ T](\\d{2}:\\d{2}:\\d{2})(\\.\\d{1,9})?\\d*"
                    + "(?: ?(Z|[+-]\\d{2}(?::?\\d{2})?))?(?: .*)?");

    private SqliteTime() {}

    /** The text that is stored and compared. */
    static String text(Instant instant) {
        return LAYOUT.format(instant);
    }

    /**
     * The instant behind a stored text, in any layout the Go program ever wrote or accepted; without a zone it is UTC.
     *
     * @throws IllegalArgumentException for a text in none of them
     */
    static Instant parse(String text) {
        Matcher layout = ANY_LAYOUT.matcher(text.strip());
        if (!layout.matches()) {
            throw new IllegalArgumentException("a stored time is in no known layout: \"" + text + "\"");
        }
        String fraction = layout.group(3);
        LocalDateTime local =
                LocalDateTime.parse(layout.group(1) + "T" + layout.group(2) + (fraction == null ? "" : fraction));
        String zone = layout.group(4);
        return OffsetDateTime.of(local, zone == null ? ZoneOffset.UTC : ZoneOffset.of(zone))
                .toInstant();
    }
}
