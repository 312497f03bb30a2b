package ai.ongoing.gateway.transfer.part;

import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.storage.bulk.Manifest;
import ai.ongoing.gateway.storage.bulk.TableShape;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What of a store is meant.
 *
 * @param tables by name; the tenants they belong to come along. Empty for all
 * @param excluded tables that stay behind; most often somebody else's, which no list knows
 * @param since calls that began earlier stay behind; null for all
 * @param payloads whether calls keep their bodies
 */
public record Part(
        Set<String> tables, Set<String> excluded, @Nullable Instant since, boolean payloads) {

    /** Everything. */
    public static final Part WHOLE = new Part(Set.of(), Set.of(), null, true);

    /** Every row of the other tables belongs to one of these, which are few. */
    private static final Set<String> TENANTS = Set.of("organizations", "workspaces");

    /** When a call began; no other table has such a column. */
    static final String BEGAN = "timestamp";

    /** The bodies, and how their text is to be read. */
    static final Set<String> PAYLOADS =
            Set.of("request_body", "request_body_encoding", "response_body", "response_body_encoding");

    public Part {
        tables = Set.copyOf(tables);
        excluded = Set.copyOf(excluded);
    }

    /** The source as if it held this part alone. Closing it closes the source. */
    public BulkSource of(BulkSource source) {
        boolean everyRow = since == null && payloads;
        return everyRow && tables.isEmpty() ? source : new PartialSource(source, this);
    }

    /** Those of the tables that are meant, in the order they have. */
    public List<TableShape> of(List<TableShape> all) {
        if (tables.isEmpty()) {
            return all;
        }
        return all.stream()
                .filter(table -> tables.contains(table.name()) || TENANTS.contains(table.name()))
                .toList();
    }

    /** In words that are equal for equal parts, one phrase each; empty for the whole. Somebody else's tables are no part. */
    public List<String> words() {
        List<String> words = new ArrayList<>();
        if (!tables.isEmpty()) {
            words.add("tables=" + String.join("+", new TreeSet<>(tables)));
        }
        Set<String> behind = new TreeSet<>(excluded);
        behind.retainAll(Manifest.MOVED.stream().map(Manifest::name).toList());
        if (!behind.isEmpty()) {
            words.add("exclude=" + String.join("+", behind));
        }
        if (since != null) {
            words.add("since=" + since);
        }
        if (!payloads) {
            words.add("without-payloads");
        }
        return words;
    }
}
