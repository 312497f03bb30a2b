package ai.ongoing.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.Samples;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import ai.ongoing.gateway.testkit.TestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The one notice for an operator who switched to an empty PostgreSQL. */
@RunsOn(StorageDriver.POSTGRES)
final class TracesElsewhereTest {

    private final PostgresDatabase server = PostgresDatabase.create();
    private final SqliteDatabase place = SqliteDatabase.create();

    @AfterEach
    void close() {
        server.close();
        place.close();
    }

    @Test
    void namesTheFileThatHoldsTracesWhileTheServerHoldsNone() throws IOException {
        leaveTraces(3);
        byte[] before = Files.readAllBytes(place.file());
        assertThat(notice(List.of()))
                .hasValue("the store at " + TestStore.postgres(server.dsn()).location() + " is empty, while "
                        + place.file()
                        + " (storage.path) holds 3 traces; switching storage.driver copies nothing, they stay there and"
                        + " are found again with storage.driver=sqlite");
        assertThat(Files.readAllBytes(place.file())).isEqualTo(before);
        assertThat(neighbours()).containsExactlyInAnyOrder("ongoingai.db", "ongoingai.db.lock");
    }

    @Test
    void saysNothingWhenTheServerHoldsTraces() {
        leaveTraces(3);
        assertThat(notice(List.of(Samples.trace()))).isEmpty();
    }

    @Test
    void saysNothingOfAFileThatIsMissingOrHoldsNoTraces() throws IOException {
        assertThat(notice(List.of())).isEmpty();
        Files.writeString(place.file(), "no database at all");
        assertThat(notice(List.of())).isEmpty();
    }

    private void leaveTraces(int count) {
        try (GatewayDatabase database = new GatewayDatabase()) {
            database.open(TestStore.sqlite(place.file()));
            try (var schema = database.schema()) {
                schema.migrate();
            }
            database.traceSink()
                    .save(Stream.generate(Samples::trace).limit(count).toList());
        }
    }

    private Optional<String> notice(List<ai.ongoing.gateway.trace.Trace> stored) {
        try (GatewayDatabase database = new GatewayDatabase()) {
            database.open(StorageSettings.validated(
                    TestStore.config(StorageDriver.POSTGRES, place.file().toString(), server.dsn())));
            try (var schema = database.schema()) {
                schema.migrate();
            }
            database.traceSink().save(stored);
            return database.noticeOfTracesElsewhere();
        }
    }

    private List<String> neighbours() throws IOException {
        try (Stream<Path> files = Files.list(place.directory())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.contains("migrat"))
                    .toList();
        }
    }
}
