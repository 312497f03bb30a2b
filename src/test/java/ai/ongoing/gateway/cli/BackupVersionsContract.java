package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.bulk.SchemaStamp;
import ai.ongoing.gateway.tenant.TenantScope;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.transfer.archive.ArchiveHead;
import ai.ongoing.gateway.transfer.archive.ArchiveWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Backups of schemas older and newer than this program's. */
abstract class BackupVersionsContract extends BesideAGateway {

    /** Some files are missing in it on either kind of database. */
    private static final String OLDER = "113";

    BackupVersionsContract(StorageDriver driver) {
        super(driver);
    }

    @Test
    void restoresABackupOfAnOlderSchemaAndBringsItToShape() {
        save(0, 120);
        assertThat(run("migrate", "version")).isZero();
        String newest = command().out().strip();
        assertThat(run("migrate", "down", "--to", OLDER, "--yes"))
                .as(command().err())
                .isZero();

        assertThat(run("db", "backup", "--to", "older", "--json"))
                .as(command().err())
                .isZero();
        assertThat(command().json()).containsEntry("schema_version", 113);
        assertThat(rows()).isEqualTo(120);
        assertThat(run("db", "restore", "--check", "older")).isZero();

        try (EmptyDatabase target = EmptyDatabase.of(driver())) {
            assertThat(run(target, "db", "restore", "--from", "older", "--to", "env:TARGET"))
                    .as(command().err())
                    .isZero();
            assertThat(run(target, "migrate", "version")).isZero();
            assertThat(command().out().strip()).isEqualTo(newest);
            assertThat(run(target, "migrate", "check")).as(command().err()).isZero();
            try (TestStore restored = target.open()) {
                assertThat(restored.reader().count(TenantScope.operator())).isEqualTo(120);
            }
        }
    }

    @Test
    void bringsAnOlderSchemaWithTheSameTablesIntoTheOtherKindOfDatabase() {
        save(0, 50);
        assertThat(run("migrate", "down", "--to", OLDER, "--yes"))
                .as(command().err())
                .isZero();
        assertThat(run("db", "backup", "--to", "older")).as(command().err()).isZero();
        StorageDriver other = driver() == StorageDriver.SQLITE ? StorageDriver.POSTGRES : StorageDriver.SQLITE;
        try (EmptyDatabase target = EmptyDatabase.of(other)) {
            assertThat(run(target, "db", "restore", "--from", "older", "--to", "env:TARGET"))
                    .as(command().err())
                    .isZero();
            assertThat(run(target, "migrate", "check")).as(command().err()).isZero();
            try (TestStore restored = target.open()) {
                assertThat(restored.reader().count(TenantScope.operator())).isEqualTo(50);
            }
        }
    }

    @Test
    void refusesASchemaOlderThanItCanRestore() {
        assertThat(run("migrate", "down", "--to", "110", "--yes"))
                .as(command().err())
                .isZero();
        assertThat(run("db", "backup", "--to", "older")).isEqualTo(3);
        assertThat(command().err()).contains("has schema version 110", "needs at least 111", "ongoingai migrate up");
        assertThat(directory()).isEmptyDirectory();
    }

    @Test
    void refusesABackupOfANewerSchemaAndTouchesNothing() throws IOException {
        Path file = Files.createFile(directory().resolve("newer"));
        ArchiveHead head = new ArchiveHead(
                "9.9.9", driver().label(), "elsewhere", new SchemaStamp(900, "f"), Instant.EPOCH, List.of());
        try (ArchiveWriter writer = ArchiveWriter.into(file, head)) {
            writer.end(List.of());
        }
        for (StorageDriver kind : StorageDriver.values()) {
            try (EmptyDatabase target = EmptyDatabase.of(kind)) {
                assertThat(run(target, "db", "restore", "--from", "newer", "--to", "env:TARGET"))
                        .isEqualTo(6);
                assertThat(command().err())
                        .contains("schema version 900, written by version 9.9.9", "Restore it with that version");
                assertThat(run(target, "migrate", "version")).isIn(0, 3);
                assertThat(command().out().strip()).endsWith("0");
            }
        }
    }
}
