package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.cli.Cli;
import ai.ongoing.gateway.cli.command.Terminal;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.startup.StartupFailure;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Starts that cannot come up, each with the one line that says why. */
final class StartFailureTest {

    private final SqliteDatabase file = SqliteDatabase.create();
    private final FakeUpstream upstream = FakeUpstream.start();

    @AfterEach
    void stop() {
        upstream.close();
        file.close();
    }

    @Test
    void aPortInUseIsSaidBeforeTheStoreIsTouched() throws IOException {
        Map<String, String> variables = RunningGateway.on(file, upstream);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            variables.put("ONGOINGAI_PORT", Integer.toString(taken.getLocalPort()));
            refuses(
                    variables,
                    "failed to listen on 127.0.0.1:" + taken.getLocalPort() + ": address already in use; stop the other"
                            + " program or choose another server.port");
        }
        assertThat(file.file()).doesNotExist();
    }

    @Test
    void anAddressOfAnotherMachineIsSaidPlainly() {
        Map<String, String> variables = RunningGateway.on(file, upstream);
        variables.put("ONGOINGAI_HOST", "192.0.2.1");
        refuses(
                variables,
                "failed to listen on 192.0.2.1:" + variables.get("ONGOINGAI_PORT")
                        + ": cannot assign requested address; server.host is no address of this machine");
        assertThat(file.file()).doesNotExist();
    }

    @Test
    void aNameThatLeadsNowhereIsSaidPlainly() {
        Map<String, String> variables = RunningGateway.on(file, upstream);
        variables.put("ONGOINGAI_HOST", "no.such.host.invalid");
        refuses(
                variables,
                "failed to listen on no.such.host.invalid:" + variables.get("ONGOINGAI_PORT")
                        + ": server.host \"no.such.host.invalid\" is no address of this machine");
    }

    @Test
    void listensOnIpv6() {
        Map<String, String> variables = RunningGateway.on(file, upstream);
        variables.put("ONGOINGAI_HOST", "[::1]");
        try (RunningGateway gateway = RunningGateway.started(variables)) {
            assertThat(gateway.gateway().port()).isEqualTo(Integer.parseInt(variables.get("ONGOINGAI_PORT")));
        }
    }

    @Test
    void aDirectoryIsNoStore() throws IOException {
        Files.createDirectories(file.file());
        refusesStorage(file.file().toString());
    }

    @Test
    void aFileThatIsNoDatabaseIsRefusedAndLeftAlone() throws IOException {
        Files.writeString(file.file(), "this is not a database, and somebody may need it".repeat(100));
        byte[] before = Files.readAllBytes(file.file());
        refusesStorage(file.file().toString());
        assertThat(Files.readAllBytes(file.file())).isEqualTo(before);
    }

    @Test
    void validateRefusesWhatServeWouldRefuseOfTheFilesAConfigurationNames() throws IOException {
        assertThat(validated(Map.of("ONGOINGAI_STORAGE_PATH", file.directory().toString())))
                .startsWith("config is invalid: storage.path " + file.directory() + " is a directory");
        String missing = file.directory().resolve("prices.json").toString();
        assertThat(validated(Map.of("ONGOINGAI_PRICING_FILE", missing)))
                .startsWith("config is invalid: ")
                .contains(missing);
        assertThat(validated(Map.of("ONGOINGAI_STORAGE_PATH", file.file().toString())))
                .isEqualTo("config is valid: defaults and environment\n");
        assertThat(file.file()).doesNotExist();
    }

    private String validated(Map<String, String> environment) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(stream, stream, file.directory(), environment);
        int exit = new Cli(terminal, new GatewayLauncher(stream)).run("config", "validate");
        String text = printed.toString(StandardCharsets.UTF_8);
        assertThat(exit).isEqualTo(text.startsWith("config is valid: ") ? 0 : 1);
        return text;
    }

    @Test
    void aFileWithDamagedPagesIsNamedWithTheWayOutAndLeftAlone() throws IOException {
        RunningGateway.started(RunningGateway.on(file, upstream)).close();
        try (RandomAccessFile damaging = new RandomAccessFile(file.file().toFile(), "rw")) {
            damaging.seek(4096);
            damaging.write(new byte[(int) damaging.length() - 4096]);
        }
        byte[] before = Files.readAllBytes(file.file());
        refusesStorage("storage.path " + file.file()
                + ": database disk image is malformed; it is left as it is: restore the file from a backup");
        assertThat(Files.readAllBytes(file.file())).isEqualTo(before);
    }

    @Test
    void aPriceFileThatCannotBeReadIsNamed() {
        Map<String, String> variables = RunningGateway.on(file, upstream);
        String missing = file.directory().resolve("prices.json").toString();
        variables.put("ONGOINGAI_PRICING_FILE", missing);
        assertThatThrownBy(() -> RunningGateway.started(variables)).hasMessageContaining(missing);
        assertThat(file.file()).doesNotExist();
    }

    @Test
    void aJournalThatCannotBeMadeIsNamed() throws IOException {
        String inItsPlace =
                Files.writeString(file.directory().resolve("journal"), "").toString();
        Map<String, String> variables = RunningGateway.on(file, upstream);
        variables.put("ONGOINGAI_TRACING_JOURNAL_PATH", inItsPlace);
        assertThatThrownBy(() -> RunningGateway.started(variables))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("tracing.journal.path " + inItsPlace + " cannot be made, because " + inItsPlace
                        + " is a file; make it a directory that user ");
    }

    /** Only the shape of the line and the path in it: the reasons are the store's to word. */
    private void refusesStorage(String named) {
        RunningGateway gateway = RunningGateway.made(RunningGateway.on(file, upstream), steps -> steps);
        assertThatThrownBy(() -> gateway.gateway().start())
                .isInstanceOf(StartupFailure.class)
                .hasMessageStartingWith("failed to initialize sqlite storage: ")
                .hasMessageContaining(named)
                .message()
                .doesNotContain("\n");
    }

    private static void refuses(Map<String, String> variables, String message) {
        RunningGateway gateway = RunningGateway.made(variables, steps -> steps);
        assertThatThrownBy(() -> gateway.gateway().start())
                .isInstanceOf(StartupFailure.class)
                .hasMessage(message);
    }

    @Nested
    @RunsOn(StorageDriver.POSTGRES)
    class Postgres {

        @Test
        void aWrongPasswordFailsAtOnceWithoutShowingIt() {
            try (PostgresDatabase database = PostgresDatabase.create()) {
                Map<String, String> variables = RunningGateway.on(database, upstream);
                variables.put(
                        "ONGOINGAI_STORAGE_DSN",
                        "postgres://" + database.owner() + ":wrong-secret@"
                                + database.dsn().substring(database.dsn().indexOf('@') + 1));
                RunningGateway gateway = RunningGateway.made(variables, steps -> steps);
                assertThatThrownBy(() -> gateway.gateway().start())
                        .isInstanceOf(StartupFailure.class)
                        .hasMessageStartingWith("failed to initialize postgres storage: ")
                        .hasMessageContaining(database.owner())
                        .message()
                        .doesNotContain("wrong-secret", "\n");
            }
        }

        @Test
        void aStopEndsTheWaitForAServerThatIsAway() throws Exception {
            Map<String, String> variables = RunningGateway.on(file, upstream);
            variables.put("ONGOINGAI_STORAGE_DRIVER", "postgres");
            variables.put(
                    "ONGOINGAI_STORAGE_DSN",
                    "postgres://u:p@127.0.0.1:" + RunningGateway.freePort() + "/db?sslmode=disable");
            RunningGateway gateway = RunningGateway.made(variables, steps -> steps);
            var start = gateway.startAside();
            org.awaitility.Awaitility.await()
                    .ignoreExceptions()
                    .until(() -> gateway.get("/api/health").body().contains("opening"));
            long begun = System.nanoTime();
            assertThat(gateway.gateway().stop()).isTrue();
            assertThat(System.nanoTime() - begun).isLessThan(8_000_000_000L);
            org.awaitility.Awaitility.await().until(start::isDone);
        }
    }
}
