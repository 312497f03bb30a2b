package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.tenant.TenantScope;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.Samples;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.trace.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code db backup} and {@code db restore --check} as they are typed, beside a gateway that holds the store. */
abstract class BackupContract extends BesideAGateway {

    BackupContract(StorageDriver driver) {
        super(driver);
    }

    static List<Trace> traces(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(number -> Samples.of(
                        Tenant.of("org-" + number % 3, "default"),
                        Samples.trace("%032x".formatted(number), Samples.FINISHED.plusSeconds(number))))
                .toList();
    }

    @Test
    void writesOnePrivateFileThatIsWhatLeftTheStore() throws IOException {
        command().store().sink().save(traces(0, 700));

        assertThat(run("db", "backup", "--to", "backup", "--json"))
                .as(command().err())
                .isZero();
        Path file = directory().resolve("backup");
        assertThat(command().json())
                .containsEntry("driver", driver().label())
                .containsKeys("schema_version", "taken_at");
        assertThat(traces().get("rows")).isEqualTo(700);
        Object hash = traces().get("hash");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(directory().toFile().list()).containsExactly("backup");

        assertThat(run("db", "restore", "--check", "backup", "--json")).isZero();
        assertThat(traces().get("rows")).isEqualTo(700);
        assertThat(traces().get("hash")).isEqualTo(hash);
        assertThat(run("db", "restore", "--check", "backup")).isZero();
        assertThat(command().out()).contains("traces: 700 records").contains("whole: every checksum");
    }

    @Test
    void leavesAnExistingFileAlone() throws IOException {
        Files.writeString(directory().resolve("backup"), "precious");
        assertThat(run("db", "backup", "--to", "backup")).isEqualTo(10);
        assertThat(directory().resolve("backup")).hasContent("precious");
        assertThat(directory().toFile().list()).containsExactly("backup");
        assertThat(run("db", "backup", "--to", "backup", "--force")).isZero();
        assertThat(run("db", "restore", "--check", "backup")).isZero();
        assertThat(run("db", "backup")).isEqualTo(2);
        assertThat(command().err()).contains("--to FILE");
    }

    @Test
    void isOneMomentOfAStoreThatIsBeingWritten() {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger saved = new AtomicInteger();
        Thread writer = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                command().store().sink().save(traces(saved.get(), 50));
                saved.addAndGet(50);
            }
        });
        try {
            for (int i = 0; i < 5; i++) {
                int before = saved.get();
                assertThat(run("db", "backup", "--to", "backup" + i, "--json"))
                        .as(command().err())
                        .isZero();
                int rows = (Integer) Objects.requireNonNull(traces().get("rows"));
                assertThat(rows).isBetween(before, saved.get() + 50).isEqualTo(rows / 50 * 50);
            }
        } finally {
            over.set(true);
            joined(writer);
        }
    }

    private static void joined(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void saysWhatIsBrokenInADamagedFileAndWhatIsLeft() throws IOException {
        command().store().sink().save(traces(0, 3_000));
        assertThat(run("db", "backup", "--to", "backup")).isZero();
        Path file = directory().resolve("backup");
        byte[] good = Files.readAllBytes(file);

        byte[] bad = good.clone();
        bad[good.length / 2] ^= 16;
        Files.write(file, bad);
        assertThat(run("db", "restore", "--check", "backup")).isEqualTo(12);
        assertThat(command().err()).contains("a bit was flipped").doesNotContain("truncated");
        assertThat(command().err()).containsPattern("Still readable: .*traces [12]000 rows");

        Files.write(file, java.util.Arrays.copyOf(good, good.length - 7));
        assertThat(run("db", "restore", "--check", "backup", "--json")).isEqualTo(12);
        assertThat(command().err())
                .contains("is truncated")
                .contains("traces 3000 rows")
                .doesNotContain("flipped");
        assertThat(command().json()).containsEntry("exit", 12);

        Files.writeString(file, "something else");
        assertThat(run("db", "restore", "--check", "backup")).isEqualTo(2);
        assertThat(command().err()).contains("is no backup of this program");
    }

    @Test
    void restoresIntoEitherKindOfDatabase() {
        command().store().sink().save(traces(0, 1_234));
        assertThat(run("db", "backup", "--to", "backup", "--json")).isZero();
        Object hash = traces().get("hash");

        for (StorageDriver other : StorageDriver.values()) {
            try (EmptyDatabase empty = EmptyDatabase.of(other)) {
                assertThat(run(empty, "db", "restore", "--from", "backup", "--to", "env:TARGET"))
                        .as(command().err())
                        .isZero();
                assertThat(command().out()).contains("traces: 1234 records").doesNotContain("owner-password");

                assertThat(run(empty, "db", "backup", "--to", "again-" + other, "--json"))
                        .as(command().err())
                        .isZero();
                assertThat(traces().get("rows")).isEqualTo(1_234);
                assertThat(traces().get("hash")).isEqualTo(hash);

                try (TestStore restored = empty.open()) {
                    restored.sink().save(traces(5_000, 1));
                    assertThat(restored.reader().count(TenantScope.operator())).isEqualTo(1_235);
                }
                assertThat(run(empty, "db", "restore", "--from", "backup", "--to", "env:TARGET"))
                        .isEqualTo(10);
                assertThat(command().err())
                        .contains("is not empty (organizations: 4, workspaces: 4, traces: 1235) and is left as it is");
            }
        }
    }

    @Test
    void leavesTenantsAloneThatHaveNoCallsYet() throws Exception {
        command().store().sink().save(traces(0, 3));
        assertThat(run("db", "backup", "--to", "backup")).isZero();
        for (StorageDriver kind : StorageDriver.values()) {
            TypedStore target = kind == StorageDriver.SQLITE
                    ? new TypedFile(directory().resolve("target"))
                    : new TypedServer(PostgresDatabase.create());
            try {
                boolean file = kind == StorageDriver.SQLITE;
                String variable = file ? "ONGOINGAI_STORAGE_PATH" : "ONGOINGAI_STORAGE_DSN";
                String everyTenant = file ? "" : "SET ongoingai.scope = 'operator'; ";
                String[] restore = {"db", "restore", "--from", "backup", "--to", "env:" + variable};
                assertThat(command().run(target.environment(), directory(), "migrate", "up"))
                        .as(command().err())
                        .isZero();
                target.execute(everyTenant + "DELETE FROM workspaces");
                target.execute(everyTenant + "UPDATE organizations SET id = 'acme'");
                assertThat(command().run(target.environment(), directory(), restore))
                        .isEqualTo(10);
                assertThat(command().err()).contains("is not empty (organizations: ", "and is left as it is");

                target.execute(everyTenant + "DELETE FROM organizations WHERE id <> 'default'");
                assertThat(command().run(target.environment(), directory(), restore))
                        .as(command().err())
                        .isZero();
            } finally {
                target.close();
            }
        }
    }

    @Test
    void writesNothingOfADamagedBackup() throws IOException {
        command().store().sink().save(traces(0, 100));
        assertThat(run("db", "backup", "--to", "backup")).isZero();
        byte[] bad = Files.readAllBytes(directory().resolve("backup"));
        bad[bad.length - 20] ^= 1;
        Files.write(directory().resolve("backup"), bad);

        assertThat(run("db", "restore", "--from", "backup", "--to", "new.db")).isEqualTo(12);
        assertThat(command().err()).contains("and nothing was written");
        assertThat(directory().toFile().list()).containsExactly("backup");
        assertThat(run("db", "restore")).isEqualTo(2);
    }
}
