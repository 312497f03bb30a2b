package ai.ongoing.gateway.transfer.foreign;

import ai.ongoing.gateway.storage.bulk.read.ForeignRow;
import ai.ongoing.gateway.storage.bulk.read.ForeignTables;
import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.trace.Trace;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * sofatutor/llm-proxy, by its schema of 2026-03: projects are workspaces and tokens are keys; it keeps no calls. Its tokens
 * are plain, or SHA-256 in hexadecimal where its encryption is on, which is what a key's hash is here: clients keep the
 * tokens they have. The provider keys that it held for its clients stay behind, for this gateway holds none.
 */
final class LlmProxy implements ForeignGateway {

    /** How it marks a hash that only bcrypt can check. */
    private static final String BCRYPT = "hash:v1:";

    @Override
    public String name() {
        return "llm-proxy";
    }

    @Override
    public Set<String> marks() {
        return Set.of("projects", "tokens", "audit_events");
    }

    @Override
    public Set<String> tables() {
        return Set.of("projects", "tokens");
    }

    @Override
    public void workspaces(ForeignTables from, Consumer<Workspace> to) {
        from.each(
                "SELECT * FROM projects",
                row -> to.accept(new Workspace(workspace(row.text("id")), row.text("name"), row.time("created_at"))));
    }

    @Override
    public void keys(ForeignTables from, Consumer<CallerKey> to) {
        String off = from.has("projects", "deactivated_at") ? ", p.deactivated_at AS project_off" : "";
        from.each(
                "SELECT t.*, p.id AS project, p.is_active AS project_active" + off
                        + " FROM tokens t LEFT JOIN projects p ON p.id = t.project_id",
                row -> to.accept(key(row)));
    }

    private static CallerKey key(ForeignRow row) {
        String kept = row.text("token");
        String hash = ForeignIds.tokenHash(kept);
        String id = row.text("id").isBlank() ? ForeignIds.trace("tokens", hash) : row.text("id");
        String project = row.text("project");
        Long most = row.number("max_requests");
        Instant end = row.time("expires_at");
        return new CallerKey(
                id,
                kept.startsWith(BCRYPT) ? "llm-proxy:" + id : hash,
                workspace(project),
                "",
                "from llm-proxy" + (most == null ? "" : "; was good for " + most + " requests")
                        + (end == null ? "" : "; was good until " + end),
                row.time("last_used_at"),
                revoked(row, kept, most, end),
                row.time("created_at"));
    }

    private static String workspace(String project) {
        String nobody = Tenant.DEFAULT.workspace().value();
        // A project of that name must not be everybody's.
        return project.isBlank() ? nobody : project.equals(nobody) ? "project " + project : project;
    }

    /**
     * Null for a key that goes on: one that opened everything there, without an end or a number of calls, which a key of this
     * gateway has not. Whatever is not surely so opens nothing.
     */
    private static @Nullable Instant revoked(ForeignRow row, String kept, @Nullable Long most, @Nullable Instant end) {
        Instant off = row.time("deactivated_at") != null ? row.time("deactivated_at") : row.time("project_off");
        boolean good = row.flag("is_active", false)
                && row.flag("project_active", false)
                && off == null
                && most == null
                && end == null
                && !kept.isBlank()
                && !kept.startsWith(BCRYPT);
        if (good) {
            return null;
        }
        Instant used = row.time("last_used_at");
        Instant created = row.time("created_at");
        return off != null ? off : used != null ? used : created != null ? created : Instant.EPOCH;
    }

    /** Its audit tells of requests that it refused, and no call reached a provider by those. */
    @Override
    public void calls(ForeignTables from, Consumer<Trace> to) {}

    @Override
    public Sums expected(ForeignTables from) {
        return Sums.NONE;
    }
}
