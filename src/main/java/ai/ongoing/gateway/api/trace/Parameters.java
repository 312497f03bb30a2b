package ai.ongoing.gateway.api.trace;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the query of a request; a blank value is an unset one. The texts of refusals are part of the contract. */
public final class Parameters {

    /** Go's RFC 3339: seconds are a must, the fraction is not, the zone is Z or an offset. */
    private static final DateTimeFormatter RFC3339 = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendOffset("+HH:MM", "Z")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private final Function<String, @Nullable String> query;

    /** @param query finds the first value of a parameter by its name; null when absent */
    public Parameters(Function<String, @Nullable String> query) {
        this.query = query;
    }

    /** A parameter that is not acceptable; the message is the answer's. */
    public static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message, null, false, false);
        }
    }

    public @Nullable String text(String name) {
        String value = query.apply(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** An integer within bounds, both inclusive; null when unset. */
    @Nullable
    Integer integer(String name, int least, int most) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        int number;
        try {
            number = Integer.parseInt(value);
        } catch (NumberFormatException _) {
            throw new Refused(name + " must be an integer");
        }
        if (number < least) {
            throw new Refused(name + " must be >= " + least);
        }
        if (number > most) {
            throw new Refused(name + " must be <= " + most);
        }
        return number;
    }

    /** An integer as {@link #integer} reads it, where zero means unset. */
    @Nullable
    Integer integerOrUnset(String name, int most) {
        Integer number = integer(name, 0, most);
        return number == null || number == 0 ? null : number;
    }

    /** The earliest moment meant: a date is its first. */
    @Nullable
    Instant from(String name) {
        return time(name, date -> date.atStartOfDay().toInstant(ZoneOffset.UTC));
    }

    /** The latest moment meant: a date is its last nanosecond. */
    @Nullable
    Instant to(String name) {
        return time(
                name,
                date -> date.plusDays(1)
                        .atStartOfDay()
                        .toInstant(ZoneOffset.UTC)
                        .minus(1, ChronoUnit.NANOS));
    }

    private @Nullable Instant time(String name, Function<LocalDate, Instant> day) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        try {
            return value.length() == "YYYY-MM-DD".length() ? day.apply(LocalDate.parse(value)) : instant(value);
        } catch (DateTimeException _) {
            throw new Refused("invalid " + name + ": expected RFC3339 or YYYY-MM-DD");
        }
    }

    /** @throws DateTimeException when it is not RFC 3339 */
    static Instant instant(String value) {
        return OffsetDateTime.parse(value, RFC3339).toInstant();
    }
}
