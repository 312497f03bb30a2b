package ai.ongoing.gateway.config.setting;

import ai.ongoing.gateway.config.ConfigError;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Values of a setting, held to its limits. */
public final class Ranges {

    private Ranges() {}

    /** A number between two bounds, both allowed. */
    public static long whole(Settings settings, Key<Long> key, long least, long most) {
        long value = settings.get(key);
        if (value < least || value > most) {
            throw new ConfigError(key.path() + " must be between " + least + " and " + most + " (got " + value + ")");
        }
        return value;
    }

    /** A duration between two bounds, both allowed. */
    public static Duration duration(Settings settings, Key<Duration> key, Duration least, Duration most) {
        Duration value = settings.get(key);
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new ConfigError(key.path() + " must be between " + GoDuration.format(least) + " and "
                    + GoDuration.format(most) + " (got " + GoDuration.format(value) + ")");
        }
        return value;
    }

    /** One word of a closed set; the words are the constants' names in lower case. */
    public static <E extends Enum<E>> E choice(Settings settings, Key<String> key, Class<E> choices) {
        String given = settings.get(key);
        E[] constants = choices.getEnumConstants();
        for (E choice : constants) {
            if (word(choice).equals(given.strip())) {
                return choice;
            }
        }
        String words = Arrays.stream(constants).map(Ranges::word).collect(Collectors.joining(", "));
        throw new ConfigError(key.path() + " must be one of " + words + " (got " + Quoted.of(given) + ")");
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }
}
