package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.config.MigrationMode;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.testkit.FaultyLink;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import java.io.IOException;
import java.sql.DriverManager;
import java.util.SortedSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The connection is lost while a file is committed, and nobody knows whether the server heard it: the run says so, and
 * the next one finds one truth and goes on.
 */
@RunsOn(StorageDriver.POSTGRES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresLostConnectionTest {

    private static final int FEW = 6;

    private SortedSet<String> fresh;

    /** What becomes of the words in whose sight the link breaks. */
    enum Loss {
        UNHEARD,
        ANSWER_SWALLOWED;

        void arm(FaultyLink link, String words, int letThrough) {
            switch (this) {
                case UNHEARD -> link.cutBefore(words, letThrough);
                case ANSWER_SWALLOWED -> link.cutAfter(words, letThrough);
            }
        }
    }

    @BeforeAll
    void readFreshSchema() {
        fresh = OldDatabase.freshSchema(SchemaBackend.postgres());
    }

    @ParameterizedTest
    @EnumSource
    void findsOneTruthAfterALostCommit(Loss loss) throws IOException {
        int commits = 0;
        while (!wholeAfter(loss, "COMMIT", commits)) {
            commits += FEW;
        }
        assertThat(commits).as("losses survived").isGreaterThan(FEW);
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource
    void findsOneTruthAfterEveryLostCommit(Loss loss) throws IOException {
        int commits = 0;
        while (!wholeAfter(loss, "COMMIT", commits)) {
            commits++;
        }
        assertThat(commits).as("losses survived").isGreaterThan(10);
    }

    @ParameterizedTest
    @EnumSource
    void findsOneTruthAfterALostIndexBuild(Loss loss) throws IOException {
        assertThat(wholeAfter(loss, "CREATE INDEX CONCURRENTLY", 1)).isFalse();
    }

    @Test
    void saysThatNobodyKnowsWhetherTheFileIsApplied() throws Exception {
        try (PostgresDatabase database = PostgresDatabase.create();
                FaultyLink link = FaultyLink.to(database.host(), database.port())) {
            Loss.ANSWER_SWALLOWED.arm(link, "COMMIT", 5);
            try (SchemaSession session = session(database, link)) {
                assertThatThrownBy(session::migrate)
                        .isInstanceOf(MigrationException.class)
                        .message()
                        .contains("postgres/1")
                        .contains("\"ongoingai migrate up\"")
                        .doesNotContain("rolled back");
            }
        }
    }

    /** Whether the start went through because the words were said less often. */
    private boolean wholeAfter(Loss loss, String words, int letThrough) throws IOException {
        try (PostgresDatabase database = PostgresDatabase.create();
                FaultyLink link = FaultyLink.to(database.host(), database.port())) {
            SchemaBackend backend = new SchemaBackend.Postgres(database);
            OldDatabase.fill(backend, 0);
            String before = OldDatabase.contentHash(backend);
            loss.arm(link, words, letThrough);
            String when = loss + " at " + words + " number " + (letThrough + 1);
            boolean failed = false;
            try (SchemaSession session = session(database, link)) {
                session.migrate();
                session.secureTenants();
            } catch (MigrationException e) {
                failed = true;
                assertThat(e)
                        .as(when)
                        .message()
                        .contains("ongoingai migrate up")
                        .doesNotContain("rolled back");
            }
            assertThat(failed).as(when).isEqualTo(link.hasCut());
            try (SchemaSession session = backend.session()) {
                session.migrate();
                session.secureTenants();
            }
            OldDatabase.assertWhole(backend, fresh, when);
            assertThat(OldDatabase.contentHash(backend)).as(when).isEqualTo(before);
            return !link.hasCut();
        }
    }

    /** A statement that the server keeps would be named on the wire, not spelled. */
    private static SchemaSession session(PostgresDatabase database, FaultyLink link) {
        String url = "jdbc:postgresql://127.0.0.1:" + link.port() + "/" + database.name()
                + "?sslmode=disable&prepareThreshold=0";
        return SchemaSession.postgres(
                () -> DriverManager.getConnection(url, database.owner(), database.password()),
                MigrationMode.AUTO,
                SchemaBackend.SETTINGS);
    }
}
