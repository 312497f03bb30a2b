package ai.ongoing.gateway.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a trace list.
 *
 * @param next where the next page starts; null on the last page
 */
public record TracePage(List<TraceSummary> items, @Nullable TraceCursor next) {

    public TracePage {
        items = List.copyOf(items);
    }
}
