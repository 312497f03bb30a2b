package ai.ongoing.gateway.transfer.foreign;

import ai.ongoing.gateway.storage.bulk.read.ForeignTables;
import ai.ongoing.gateway.trace.Trace;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How another gateway keeps its things, and what they are here. It reads by statements that both backends understand. */
interface ForeignGateway {

    /** Its name, as its users write it. */
    String name();

    /** The tables that tell its databases from others. */
    Set<String> marks();

    /** The tables that are read; what stands in others stays there. */
    Set<String> tables();

    /** Who calls belonged to; nobody's are the default workspace's, which is not among them. */
    void workspaces(ForeignTables from, Consumer<Workspace> to);

    /** The keys that callers had. */
    void keys(ForeignTables from, Consumer<CallerKey> to);

    /** The calls, each under an id that no other has. */
    void calls(ForeignTables from, Consumer<Trace> to);

    /** What reading all calls must come to, asked for by other statements than theirs. */
    Sums expected(ForeignTables from);

    /** A workspace of the default organisation. */
    record Workspace(String id, String name, @Nullable Instant created) {}

    /**
     * A key.
     *
     * @param tokenHash SHA-256 of what clients send, in hexadecimal; else a text that no such hash can be
     * @param revoked since when it opens nothing; null for one that does
     */
    record CallerKey(
            String id,
            String tokenHash,
            String workspace,
            String name,
            String description,
            @Nullable Instant lastUsed,
            @Nullable Instant revoked,
            @Nullable Instant created) {}

    /**
     * What calls come to.
     *
     * @param nanoDollars of those whose cost is known
     */
    record Sums(long calls, long nanoDollars) {

        static final Sums NONE = new Sums(0, 0);

        Sums plus(long cost) {
            return new Sums(calls + 1, Math.addExact(nanoDollars, cost));
        }
    }
}
