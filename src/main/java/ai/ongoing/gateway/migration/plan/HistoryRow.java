package ai.ongoing.gateway.migration.plan;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One applied file; null where an older program wrote the row.
 *
 * @param appliedAt as the backend prints it, for messages only
 * @param compatFloor lowest version that may run on it
 * @param downSql what undoes it, with the directives it needs
 */
public record HistoryRow(
        String name,
        String appliedAt,
        @Nullable String checksumUp,
        @Nullable String appVersion,
        @Nullable String compatFloor,
        @Nullable String downSql,
        @Nullable String appliedBy,
        OptionalLong millis) {

    public HistoryRow(
            String name,
            String appliedAt,
            @Nullable String checksumUp,
            @Nullable String appVersion,
            @Nullable String compatFloor) {
        this(name, appliedAt, checksumUp, appVersion, compatFloor, null, null, OptionalLong.empty());
    }

    /** A row of a program that knows only names. */
    public static HistoryRow named(String name) {
        return new HistoryRow(name, "", null, null, null);
    }
}
