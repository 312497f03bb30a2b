package ai.ongoing.gateway.config.section;

import static ai.ongoing.gateway.config.setting.ScalarType.BOOL;
import static ai.ongoing.gateway.config.setting.ScalarType.TEXT;
import static ai.ongoing.gateway.config.setting.ScalarType.WHOLE;

import ai.ongoing.gateway.config.TracingConfig;
import ai.ongoing.gateway.config.TracingConfig.Durability;
import ai.ongoing.gateway.config.TracingConfig.JournalConfig;
import ai.ongoing.gateway.config.setting.Key;
import ai.ongoing.gateway.config.setting.Ranges;
import ai.ongoing.gateway.config.setting.Settings;
import java.util.List;

/** {@code tracing}: what is kept of a call, and how it waits for the store. */
public final class TracingSection {

    public static final Key<Boolean> CAPTURE_BODIES =
            Key.of("tracing.capture_bodies", BOOL, false).variable("ONGOINGAI_CAPTURE_BODIES");

    static final Key<Long> BODY_MAX_SIZE =
            Key.of("tracing.body_max_size", WHOLE, 1L << 20).variable("ONGOINGAI_BODY_MAX_SIZE");
    static final Key<String> JOURNAL_PATH = Key.of("tracing.journal.path", TEXT, "");
    static final Key<Long> JOURNAL_MAX_BYTES = Key.of("tracing.journal.max_bytes", WHOLE, 1L << 30);
    static final Key<String> JOURNAL_DURABILITY = Key.of("tracing.journal.durability", TEXT, "process");

    static final List<Key<?>> KEYS =
            List.of(CAPTURE_BODIES, BODY_MAX_SIZE, JOURNAL_PATH, JOURNAL_MAX_BYTES, JOURNAL_DURABILITY);

    /** A captured body lives in memory until it is stored. */
    private static final long MOST_BODY_BYTES = 1L << 30;

    private static final long LEAST_JOURNAL_BYTES = 1L << 20;
    private static final long MOST_JOURNAL_BYTES = 1L << 50;

    private TracingSection() {}

    public static TracingConfig read(Settings settings) {
        long size = Ranges.whole(settings, BODY_MAX_SIZE, Long.MIN_VALUE, MOST_BODY_BYTES);
        JournalConfig journal = new JournalConfig(
                settings.get(JOURNAL_PATH),
                Ranges.whole(settings, JOURNAL_MAX_BYTES, LEAST_JOURNAL_BYTES, MOST_JOURNAL_BYTES),
                Ranges.choice(settings, JOURNAL_DURABILITY, Durability.class));
        // Zero and less have always meant the default.
        return new TracingConfig(
                settings.get(CAPTURE_BODIES), (int) (size <= 0 ? BODY_MAX_SIZE.defaultValue() : size), journal);
    }
}
