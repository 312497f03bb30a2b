package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.migration.backend.MigrationLock;
import ai.ongoing.gateway.storage.schema.TenantSecurityReport.State;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Keeps PostgreSQL's row-level security as expected: the older program opens its policies again whenever it starts.
 * Compares first and changes only what differs, all of it in one transaction, because between dropping and creating a
 * policy every row of the table would be denied to live gateways. Not thread-safe; lives on one connection.
 */
final class TenantSecurity {

    private static final int ATTEMPTS = 10;
    private static final long PAUSE_MILLIS = 500;
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String TABLE_LIST =
            TenantPolicy.TABLES.stream().collect(Collectors.joining("', '", "('", "')"));

    /** A difference, in words and in the statement that ends it. */
    private record Difference(String words, List<String> sql) {}

    /** A policy as the catalogue has it. */
    private record Found(char command, boolean plain, String using, String check) {}

    private final Connection connection;

    TenantSecurity(Connection connection) {
        this.connection = connection;
    }

    /**
     * Sets right what differs; takes the lock only then. Returns that in words.
     *
     * @throws SQLException when the role may not, or live traffic never let go of a table
     */
    List<String> secure(MigrationLock lock) throws SQLException {
        List<Difference> differences = differences();
        if (!differences.isEmpty()) {
            lock.acquire();
            // Read again: another start may have mended them during the wait.
            differences = differences();
            mend(differences);
        }
        return differences.stream().map(Difference::words).toList();
    }

    /** How this connection's role is bound, after these were set right. */
    TenantSecurityReport report(List<String> mended) throws SQLException {
        boolean bypasses = truth("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user");
        return new TenantSecurityReport(
                bypasses ? State.BYPASSED : State.ENFORCED, mended, bypasses ? bypassWarning() : foreignPolicies());
    }

    private List<Difference> differences() throws SQLException {
        List<Difference> differences = new ArrayList<>();
        Set<String> present = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet tables = statement.executeQuery("""
                        SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity
                        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                        WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p')
                          AND c.relname IN\s""" + TABLE_LIST)) {
            while (tables.next()) {
                String table = tables.getString(1);
                present.add(table);
                flag(differences, table, tables.getBoolean(2), "ENABLE");
                flag(differences, table, tables.getBoolean(3), "FORCE");
            }
        }
        Map<String, Found> found = policies();
        for (TenantPolicy expected : TenantPolicy.EXPECTED) {
            if (present.contains(expected.table())) {
                compare(differences, expected, found);
            }
        }
        if (present.contains("workspaces") && !defaultTenantExists()) {
            differences.add(new Difference(
                    "the default organisation and workspace were missing",
                    List.of(
                            "INSERT INTO organizations (id, name) VALUES ('default', 'Default Organization')"
                                    + " ON CONFLICT DO NOTHING",
                            "INSERT INTO workspaces (id, org_id, name)"
                                    + " VALUES ('default', 'default', 'Default Workspace') ON CONFLICT DO NOTHING")));
        }
        return differences;
    }

    private static void flag(List<Difference> differences, String table, boolean set, String word) {
        if (!set) {
            differences.add(new Difference(
                    "row-level security of " + table + " was not " + (word.equals("FORCE") ? "forced" : "enabled"),
                    List.of("ALTER TABLE " + table + " " + word + " ROW LEVEL SECURITY")));
        }
    }

    private static void compare(List<Difference> differences, TenantPolicy expected, Map<String, Found> policies) {
        Found found = policies.get(expected.table() + "." + expected.name());
        String words = "policy " + expected.name() + " on " + expected.table();
        if (found == null) {
            differences.add(new Difference(words + " was missing", List.of(expected.create())));
        } else if (found.command() != expected.command() || !found.plain()) {
            differences.add(
                    new Difference(words + " was of another kind", List.of(expected.drop(), expected.create())));
        } else if (!expected.means(found.using(), found.check())) {
            differences.add(new Difference(words + " had another expression", List.of(expected.alter())));
        }
    }

    private Map<String, Found> policies() throws SQLException {
        Map<String, Found> policies = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT c.relname || '.' || p.polname, p.polcmd, p.polpermissive AND p.polroles = '{0}'::oid[],
                               coalesce(pg_get_expr(p.polqual, p.polrelid), ''),
                               coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '')
                        FROM pg_policy p
                        JOIN pg_class c ON c.oid = p.polrelid
                        JOIN pg_namespace n ON n.oid = c.relnamespace
                        WHERE n.nspname = current_schema() AND c.relname IN\s""" + TABLE_LIST)) {
            while (rows.next()) {
                policies.put(
                        rows.getString(1),
                        new Found(
                                rows.getString(2).charAt(0), rows.getBoolean(3), rows.getString(4), rows.getString(5)));
            }
        }
        return policies;
    }

    private boolean defaultTenantExists() throws SQLException {
        try {
            execute("BEGIN; SET LOCAL row_security = on; SET LOCAL ongoingai.scope = 'operator'");
            return truth("SELECT EXISTS (SELECT 1 FROM workspaces WHERE org_id = 'default' AND id = 'default')");
        } finally {
            execute("ROLLBACK");
        }
    }

    private void mend(List<Difference> differences) throws SQLException {
        if (differences.isEmpty()) {
            return;
        }
        for (int attempt = 1; ; attempt++) {
            try {
                mendOnce(differences);
                return;
            } catch (SQLException e) {
                if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState()) || attempt == ATTEMPTS) {
                    throw e;
                }
                pause();
            }
        }
    }

    private void mendOnce(List<Difference> differences) throws SQLException {
        execute("BEGIN");
        try {
            execute("SET LOCAL lock_timeout = '2s'");
            execute("SET LOCAL row_security = on");
            execute("SET LOCAL ongoingai.scope = 'writer'");
            for (Difference difference : differences) {
                for (String sql : difference.sql()) {
                    execute(sql);
                }
            }
            execute("COMMIT");
        } catch (SQLException e) {
            rollBack(e);
            throw e;
        }
    }

    private void rollBack(SQLException cause) {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private String bypassWarning() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_user")) {
            row.next();
            return "the PostgreSQL role \"" + row.getString(1) + "\" is a superuser or has BYPASSRLS, so row-level"
                    + " security does not bind it: only the queries keep tenants apart. Use a plain role that owns the"
                    + " database.";
        }
    }

    /** Permissive policies add up, so a stranger's may open what ours close; whose it is, only its owner knows. */
    private String foreignPolicies() throws SQLException {
        Set<String> names = new HashSet<>(policies().keySet());
        TenantPolicy.EXPECTED.forEach(expected -> names.remove(expected.table() + "." + expected.name()));
        return names.isEmpty()
                ? ""
                : "row-level security has policies that are not the gateway's and may let more rows through: "
                        + names.stream().sorted().collect(Collectors.joining(", ")) + ".";
    }

    private boolean truth(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void pause() throws SQLException {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while waiting for a lock on a tenant table", e);
        }
    }
}
