package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.config.MigrationMode;
import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.storage.StorageSettings.Migrations;
import ai.ongoing.gateway.storage.bulk.BulkException;
import ai.ongoing.gateway.storage.bulk.BulkException.Reason;
import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.storage.bulk.write.BulkTarget;
import ai.ongoing.gateway.storage.bulk.write.PostgresBulkTarget;
import ai.ongoing.gateway.storage.bulk.write.SqliteBulkTarget;
import ai.ongoing.gateway.storage.schema.SchemaAdmin;
import ai.ongoing.gateway.storage.schema.SqliteTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One end of a move or of a comparison: a database that a flag named. Parsed by {@link EndpointForms}; nothing is opened
 * before it is asked for.
 *
 * @param flag that named it, for messages
 */
public record Endpoint(String flag, StorageSettings settings) {

    /** What an end that no configuration describes does about migrations, when it is told to. */
    static final Migrations MIGRATIONS = new Migrations(MigrationMode.AUTO, Duration.ofMinutes(5));

    /** Where it is, fit for a log line: no password. */
    public String location() {
        return settings.location();
    }

    /** The product's name, for people. */
    public String title() {
        return switch (settings) {
            case StorageSettings.Sqlite ignored -> "SQLite";
            case StorageSettings.Postgres ignored -> "PostgreSQL";
        };
    }

    /** Whether it is a server, and not a file. */
    public boolean isServer() {
        return settings instanceof StorageSettings.Postgres;
    }

    /** How often to try to reach it, unless a flag says otherwise: a server may just be starting, a file is there or not. */
    public int attempts() {
        return isServer() ? 20 : 3;
    }

    /** Its schema, for looking and for migrating. */
    public SchemaAdmin schema(MigrationObserver observer) {
        return SchemaAccess.of(settings, observer);
    }

    /**
     * Opens it to read whole tables from, on one snapshot.
     *
     * @throws BulkException with the cause and the way out
     */
    public BulkSource source() {
        return source(Set.of());
    }

    /**
     * The same, without these tables.
     *
     * @throws BulkException with the cause and the way out
     */
    public BulkSource source(Set<String> excluded) {
        return BulkAccess.source(settings, excluded);
    }

    /**
     * Opens it to write whole tables into, and keeps other copies out; from a file it keeps gateways out as well.
     *
     * @throws BulkException when another copy runs, or it cannot be opened
     * @throws StorageException when a gateway has the file
     */
    public BulkTarget target() {
        return switch (settings) {
            case StorageSettings.Sqlite sqlite -> {
                SqliteFile file = SqliteFile.claim(sqlite.file());
                try {
                    yield new SqliteBulkTarget(location(), SqliteConnections.writing(file.path()), file);
                } catch (SQLException e) {
                    file.close();
                    throw new BulkException(Reason.UNREACHABLE, SqliteTrouble.sentence(file.path(), e), e);
                }
            }
            case StorageSettings.Postgres postgres ->
                new PostgresBulkTarget(location(), connected(postgres.migrationTarget()));
        };
    }

    /** Tries to reach it once; empty when it is there, or why it is not. */
    public Optional<Absence> absence() {
        return switch (settings) {
            case StorageSettings.Sqlite sqlite -> SqliteReach.absence(flag, sqlite.file());
            case StorageSettings.Postgres postgres -> {
                try (Connection connection = PostgresEntrance.connect(postgres.migrationTarget())) {
                    connection.setReadOnly(true);
                    yield Optional.empty();
                } catch (SQLException e) {
                    PostgresRefusal refusal = PostgresRefusal.of(postgres.migrationTarget(), e);
                    yield Optional.of(new Absence(refusal.sentence() + ".", refusal.passing()));
                }
            }
        };
    }

    /**
     * Why an end is not there.
     *
     * @param passing whether it may be there a moment later: a wrong password will not become right
     */
    public record Absence(String sentence, boolean passing) {}

    private static Connection connected(PostgresTarget target) {
        try {
            return PostgresEntrance.connect(target);
        } catch (SQLException e) {
            throw new BulkException(
                    Reason.UNREACHABLE, PostgresRefusal.of(target, e).sentence() + ".", e);
        }
    }

    /**
     * Whether both ends are surely one database, as far as names tell: one file by whatever path, one server and
     * database by equal words. Opens nothing; {@link #leadsToSame} finds the rest once both ends are there.
     */
    public boolean isSame(Endpoint other) {
        if (settings instanceof StorageSettings.Sqlite here && other.settings instanceof StorageSettings.Sqlite there) {
            return isSameFile(here.file(), there.file());
        }
        return settings instanceof StorageSettings.Postgres here
                && other.settings instanceof StorageSettings.Postgres there
                && here.target().jdbcUrl().equals(there.target().jdbcUrl())
                && schemaOf(here).equals(schemaOf(there));
    }

    /**
     * Whether both ends lead to the same tables, however they are written: a server has many names, addresses and
     * poolers, so it is asked itself. Opens both ends, and writes nothing.
     *
     * @throws BulkException when an end cannot be opened or asked
     */
    public boolean leadsToSame(Endpoint other) {
        if (!(settings instanceof StorageSettings.Postgres here)
                || !(other.settings instanceof StorageSettings.Postgres there)) {
            return isSame(other);
        }
        try (Connection left = connected(here.migrationTarget());
                Connection right = connected(there.migrationTarget())) {
            left.setAutoCommit(false);
            right.setAutoCommit(false);
            return areOne(left, right);
        } catch (SQLException e) {
            throw new BulkException(
                    Reason.UNREACHABLE,
                    "whether " + location() + " and " + other.location() + " are one database cannot be found out: "
                            + e.getMessage() + ".",
                    e);
        }
    }

    /**
     * A lock is one database's own, so what one end holds under a key of chance is taken for the other only where both
     * are one. It is the transaction's, because a pooler may hand a session to another client.
     */
    private static boolean areOne(Connection left, Connection right) throws SQLException {
        long key = new SecureRandom().nextLong();
        String here = word(left, "SELECT coalesce(current_schema(), '') FROM pg_advisory_xact_lock(" + key + ")");
        String there = word(right, "SELECT coalesce(current_schema(), '')");
        boolean free =
                word(right, "SELECT pg_try_advisory_xact_lock(" + key + ")").equals("t");
        left.rollback();
        right.rollback();
        return !free && here.equals(there);
    }

    private static String word(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static Optional<String> schemaOf(StorageSettings.Postgres end) {
        return Optional.ofNullable(end.target().properties().get("currentSchema"));
    }

    private static boolean isSameFile(Path here, Path there) {
        try {
            return here.equals(there) || (Files.exists(here) && Files.exists(there) && Files.isSameFile(here, there));
        } catch (IOException e) {
            return false; // what cannot be looked at cannot be opened either, and that has a sentence of its own
        }
    }

    /** Masked. */
    @Override
    public String toString() {
        return flag + " " + location();
    }
}
