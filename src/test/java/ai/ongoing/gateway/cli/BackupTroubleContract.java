package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.GatewayApplication;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.EndpointForms;
import ai.ongoing.gateway.tenant.TenantScope;
import ai.ongoing.gateway.testkit.JvmCommand;
import ai.ongoing.gateway.testkit.Namespaces;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.transfer.backup.Restore;
import ai.ongoing.gateway.transfer.backup.RestoreRequest;
import ai.ongoing.gateway.transfer.file.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups and restores while calls come in, on full disks, killed, interrupted and refused. */
abstract class BackupTroubleContract extends BesideAGateway {

    private static final String SMALL_DISK = """
            mount -t tmpfs -o size=64k tmpfs "$1" || exit 99
            disk="$1"; shift
            "$@"
            echo "exit $?"
            ls -A "$disk"
            """;

    BackupTroubleContract(StorageDriver driver) {
        super(driver);
    }

    @Test
    void restoresWhatWasBackedUpUnderAThousandWritesASecond() throws InterruptedException {
        backUpAndRestoreUnderWrites(Duration.ofSeconds(3));
    }

    @Test
    @Tag("long")
    @Tag("paced")
    void restoresWhatWasBackedUpUnderAThousandWritesASecondForAMinute() throws InterruptedException {
        backUpAndRestoreUnderWrites(Duration.ofMinutes(1));
    }

    /**
     * Fifty rows, twenty times a second, while backups are taken one after another, until a thousand rows for each second were
     * written beside them. A slow machine takes longer for that: its writes are late, but none is left out.
     */
    private void backUpAndRestoreUnderWrites(Duration time) throws InterruptedException {
        long planned = time.toSeconds() * 1_000;
        AtomicInteger saved = new AtomicInteger();
        try (ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();
                EmptyDatabase target = EmptyDatabase.of(driver())) {
            long began = System.nanoTime();
            Future<?> writing = writer.scheduleAtFixedRate(
                    () -> {
                        save(saved.get(), 50);
                        saved.addAndGet(50);
                    },
                    0,
                    50,
                    TimeUnit.MILLISECONDS);
            long beside = 0;
            Map<?, ?> backed = Map.of();
            while (beside < planned) {
                int before = saved.get();
                assertThat(run("db", "backup", "--to", "backup", "--force", "--json"))
                        .as(command().err())
                        .isZero();
                backed = traces();
                beside += saved.get() - before;
                assertThat(rows()).isBetween(before, saved.get() + 50);
                assertThat(writing).as("no write has failed").isNotDone();
            }
            int due =
                    Math.toIntExact(Duration.ofNanos(System.nanoTime() - began).toMillis());
            Awaitility.await("every row that was due by the clock")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> saved.get() >= due);
            writer.shutdown();
            assertThat(writer.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            assertThat(run(target, "db", "restore", "--from", "backup", "--to", "env:TARGET", "--json"))
                    .as(command().err())
                    .isZero();
            assertThat(traces()).as("rows and hash").isEqualTo(backed);
            assertThat(run(target, "db", "backup", "--to", "again", "--json"))
                    .as("the restored store is sound: %s", command().err())
                    .isZero();
            assertThat(traces()).isEqualTo(backed);
        }
    }

    @Test
    void goesOnWhereAnInterruptedRestoreStopped() {
        save(0, 3_500);
        assertThat(run("db", "backup", "--to", "backup")).isZero();
        try (EmptyDatabase target = EmptyDatabase.of(driver())) {
            EndpointForms forms = new EndpointForms(directory(), target.environment(), file -> {
                throw new AssertionError(file);
            });
            Restore cut = new Restore(
                    new RestoreRequest(directory().resolve("backup"), forms.parse("--to", "env:TARGET")),
                    (table, rows) -> {
                        if (table.equals("traces") && rows >= 2_000) {
                            throw new IllegalStateException("cut here");
                        }
                    },
                    Clock.systemUTC());
            assertThatThrownBy(cut::run).hasMessage("cut here");

            save(0, 10);
            assertThat(run("db", "backup", "--to", "another")).isZero();
            assertThat(run(target, "db", "restore", "--from", "another", "--to", "env:TARGET"))
                    .as("another backup is not the one that was interrupted")
                    .isEqualTo(10);
            assertThat(run(target, "db", "restore", "--from", "backup", "--to", "env:TARGET", "--json"))
                    .as(command().err())
                    .isZero();
            assertThat(rows()).isEqualTo(3_500);
            try (TestStore restored = target.open()) {
                assertThat(restored.reader().count(TenantScope.operator())).isEqualTo(3_500);
            }
        }
    }

    @Test
    void leavesNothingOnAFullDisk() throws Exception {
        Namespaces.assumeMounting();
        save(0, 4_000);
        Path disk = Files.createDirectory(directory().resolve("disk"));
        List<String> words = new ArrayList<>(List.of("unshare", "-Urm", "sh", "-c", SMALL_DISK, "sh", disk.toString()));
        words.addAll(program(disk.resolve("backup")));
        Process process = started(words);
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(told).isZero();
        assertThat(told).endsWith("exit 1\n").doesNotContain("Exception in thread");
    }

    @Test
    void leavesOnlyAnUnfinishedNameWhenKilled() throws Exception {
        save(0, 4_000);
        Path place = Files.createDirectory(directory().resolve("place"));
        Process process = started(program(place.resolve("backup")));
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> !names(place).isEmpty() || !process.isAlive());
        process.destroyForcibly().waitFor();
        assertThat(names(place)).isNotEmpty().allSatisfy(name -> {
            if (!name.contains(PrivateFile.UNFINISHED)) {
                assertThat(command().run(place, "db", "restore", "--check", name))
                        .isZero();
            }
        });
    }

    private static List<String> names(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static List<String> program(Path target) {
        return JvmCommand.of("192m", GatewayApplication.class, "db", "backup", "--to", target.toString());
    }

    private Process started(List<String> words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().putAll(command().environment());
        return builder.start();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://gw:s3cr%40t-word@127.0.0.1:1/db",
                "postgresql://127.0.0.1:1/db?user=gw&password=s3cr%40t-word",
                "host=127.0.0.1 port=1 dbname=db user=gw password='s3cr@t-word'",
                "jdbc:postgresql://127.0.0.1:1/db?user=gw&password=s3cr%40t-word",
                "postgresql://gw:s3cr@t-word@127.0.0.1:x/db"
            })
    void neverRepeatsAPassword(String dsn) {
        assertThat(run("db", "backup", "--to", "backup")).isZero();
        Map<String, String> elsewhere = Map.of("ONGOINGAI_STORAGE_DRIVER", "postgres", "ONGOINGAI_STORAGE_DSN", dsn);
        for (String[] words : new String[][] {
            {"db", "backup", "--to", "other"},
            {"db", "backup", "--to", "other", "--native"},
            {"db", "restore", "--from", "backup", "--to", dsn},
            {"export"}
        }) {
            assertThat(command().run(elsewhere, directory(), words)).isNotZero();
            assertThat(command().out() + command().err()).doesNotContain("s3cr", "t-word");
        }
    }
}
