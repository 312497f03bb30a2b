package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.testkit.Namespaces;
import ai.ongoing.gateway.testkit.OwnPostgres;
import ai.ongoing.gateway.testkit.PostgresBinaries;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server whose disk is full: every start ends in one sentence, and goes on from there as soon as there is room. */
@RunsOn(StorageDriver.POSTGRES)
final class PostgresFullDiskTest {

    private static final String FULL = "No space left on device";

    @Test
    @Tag("long")
    void goesOnWhenAFullDiskHasRoomAgain() throws SQLException {
        Optional<PostgresBinaries> binaries = PostgresBinaries.ofTheTestServer();
        Assumptions.assumeTrue(binaries.isPresent(), "the server of the tests is not one of this machine");
        Namespaces.assumeMounting();
        try (OwnPostgres server = OwnPostgres.startWithDisk(binaries.orElseThrow(), "14m");
                PostgresDatabase database = PostgresDatabase.createOn(server)) {
            SchemaBackend backend = new SchemaBackend.Postgres(database);
            OldDatabase.fill(backend, 9);
            String before = OldDatabase.contentHash(backend);
            int ballast = fill(backend);
            List<String> told = startsWhileRoomGrows(backend, ballast);
            assertThat(told).hasSizeGreaterThan(2);
            assertThat(told).allSatisfy(sentence -> assertThat(sentence).contains(FULL));
            OldDatabase.assertWhole(backend, OldDatabase.freshSchema(SchemaBackend.postgres()), told.toString());
            assertThat(OldDatabase.contentHash(backend)).isEqualTo(before);
        }
    }

    /** Tables of some 48 KiB each, which cannot be compressed, until nothing goes any more; how many. */
    private static int fill(SchemaBackend backend) {
        int tables = 0;
        while (true) {
            try {
                backend.execute(
                        "CREATE TABLE ballast_" + tables + " AS SELECT (SELECT string_agg(md5(random()::text), '')"
                                + " FROM generate_series(1, 50) WHERE row > 0) AS a FROM generate_series(1, 18) row");
                tables++;
            } catch (AssertionError full) {
                assertThat(full).hasMessageContaining(FULL);
                return tables;
            }
        }
    }

    private static List<String> startsWhileRoomGrows(SchemaBackend backend, int ballast) {
        List<String> told = new ArrayList<>();
        for (int freed = 0; freed <= ballast; freed++) {
            Optional<String> failure = start(backend);
            if (failure.isEmpty()) {
                dropBallast(backend, freed, ballast);
                return told;
            }
            told.add(failure.get());
            dropBallast(backend, freed, Math.min(freed + 1, ballast));
        }
        throw new AssertionError("no start came through although there was room: " + told);
    }

    /** A file that failed outside a transaction stops every start; the command it names is what an operator types. */
    private static Optional<String> start(SchemaBackend backend) {
        try (SchemaSession session = backend.session()) {
            session.migrate();
            session.secureTenants();
            return Optional.empty();
        } catch (MigrationException e) {
            if (e.reason() == Reason.DIRTY) {
                assertThat(e).hasMessageContaining("\"ongoingai migrate up\"");
                return up(backend);
            }
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> up(SchemaBackend backend) {
        try {
            new SchemaAdmin(backend.door(), SchemaBackend.SETTINGS).up();
            return Optional.empty();
        } catch (MigrationException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static void dropBallast(SchemaBackend backend, int from, int to) {
        for (int i = from; i < to; i++) {
            backend.execute("DROP TABLE ballast_" + i);
        }
    }
}
