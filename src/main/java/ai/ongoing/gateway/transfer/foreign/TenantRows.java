package ai.ongoing.gateway.transfer.foreign;

import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.storage.bulk.ColumnShape;
import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.storage.bulk.read.ForeignTables;
import ai.ongoing.gateway.storage.bulk.write.BulkTarget;
import ai.ongoing.gateway.storage.bulk.write.ChunkMode;
import ai.ongoing.gateway.storage.bulk.write.ChunkRetry;
import ai.ongoing.gateway.storage.bulk.write.ChunkWriter;
import ai.ongoing.gateway.storage.bulk.write.CopyChunk;
import ai.ongoing.gateway.storage.bulk.write.CopyJob;
import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.transfer.foreign.ForeignGateway.CallerKey;
import ai.ongoing.gateway.transfer.foreign.ForeignGateway.Workspace;
import ai.ongoing.gateway.transfer.proof.RowHash;
import ai.ongoing.gateway.transfer.proof.TableHash;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the organisation, workspaces and keys into empty tables, each in one chunk. */
final class TenantRows {

    private static final String ORG = Tenant.DEFAULT.org().value();

    private final BulkTarget target;
    private final CopyJob job;
    private final List<TableShape> shapes;

    TenantRows(BulkTarget target, CopyJob job, List<TableShape> shapes) {
        this.target = target;
        this.job = job;
        this.shapes = shapes;
    }

    /**
     * Writes everything.
     *
     * @return the hash of the keys as they were sent
     */
    TableHash write(ForeignGateway gateway, ForeignTables tables) {
        TableShape organizations = shape("organizations");
        RowBatch owner = new RowBatch(organizations.columns().size());
        add(owner, organizations, Map.of("id", ORG, "name", "Default Organization", "created_at", Instant.now()));
        write(organizations, owner);
        TableShape workspaces = shape("workspaces");
        RowBatch rows = new RowBatch(workspaces.columns().size());
        String nobody = Tenant.DEFAULT.workspace().value();
        add(rows, workspaces, values(new Workspace(nobody, "Default Workspace", Instant.now())));
        Set<String> seen = new HashSet<>(Set.of(nobody));
        gateway.workspaces(tables, workspace -> {
            if (!seen.add(workspace.id())) {
                throw new ForeignException(
                        MigrationExit.MISMATCH,
                        tables.location() + " has two things that would be one here, workspace " + workspace.id()
                                + "; rename one of them there, then run this again.");
            }
            add(rows, workspaces, values(workspace));
        });
        write(workspaces, rows);
        TableShape keys = shape("gateway_keys");
        RowBatch more = new RowBatch(keys.columns().size());
        gateway.keys(tables, key -> add(more, keys, values(key)));
        return write(keys, more);
    }

    private TableShape shape(String name) {
        return shapes.stream()
                .filter(shape -> shape.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, @Nullable Object> values(Workspace workspace) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("org_id", ORG);
        values.put("id", workspace.id());
        values.put("name", workspace.name());
        values.put("created_at", moment(workspace.created()));
        return values;
    }

    private static Map<String, @Nullable Object> values(CallerKey key) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("id", key.id());
        values.put("token_hash", key.tokenHash());
        values.put("token", "redacted:" + key.id());
        values.put("org_id", ORG);
        values.put("workspace_id", key.workspace());
        values.put("name", key.name());
        values.put("description", key.description());
        values.put("created_by", "");
        values.put("last_used_at", key.lastUsed());
        values.put("role", "developer");
        values.put("permissions", null);
        values.put("revoked_at", key.revoked());
        values.put("created_at", moment(key.created()));
        return values;
    }

    /** The column wants one. */
    private static Instant moment(@Nullable Instant stated) {
        return stated == null ? Instant.EPOCH : stated;
    }

    private static void add(RowBatch rows, TableShape table, Map<String, @Nullable Object> values) {
        for (ColumnShape column : table.columns()) {
            if (!values.containsKey(column.name())) {
                throw new IllegalStateException("nobody says what " + table.name() + "." + column.name() + " is to be");
            }
            switch (values.get(column.name())) {
                case null -> rows.addNull();
                case Instant instant -> rows.addInstant(ChronoUnit.MICROS.between(Instant.EPOCH, instant));
                case Object text -> rows.addText(text.toString().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private TableHash write(TableShape table, RowBatch rows) {
        if (rows.rows() == 0) {
            return TableHash.EMPTY;
        }
        TableHash hash = new RowHash().of(rows);
        ChunkMode mode = ChunkMode.QUICK;
        while (true) {
            try (ChunkWriter writer = target.begin(table, mode)) {
                writer.write(rows);
                writer.commit(new CopyChunk(job.id(), table.name(), 0, "", "", hash.rows(), hash.sum()));
                return hash;
            } catch (ChunkRetry retry) {
                mode = retry.mode();
            }
        }
    }
}
