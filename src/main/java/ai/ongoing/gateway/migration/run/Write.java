package ai.ongoing.gateway.migration.run;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement of the engine's own with its values, so that several can be sent in one round trip.
 *
 * @param values texts and whole numbers, in the order of the question marks
 */
record Write(String sql, List<@Nullable Object> values) {

    static Write of(String sql, @Nullable Object... values) {
        List<@Nullable Object> list = new ArrayList<>();
        for (Object value : values) {
            list.add(value);
        }
        return new Write(sql, list);
    }

    static List<Write> all(List<String> statements) {
        return statements.stream().map(Write::of).toList();
    }
}
