package ai.ongoing.gateway.transfer.forecast;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What is in one table before it is copied.
 *
 * @param bytes of the rows' canonical form, which is near what travels
 * @param counts how often each kind of hazard was found
 * @param first the first of them, by key
 */
public record TableForecast(String name, long rows, long bytes, Map<Hazard.Kind, Long> counts, List<Hazard> first) {

    public TableForecast {
        Map<Hazard.Kind, Long> inOrder = new EnumMap<>(Hazard.Kind.class);
        inOrder.putAll(counts);
        counts = java.util.Collections.unmodifiableMap(inOrder);
        first = List.copyOf(first);
    }

    public long hazards() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
