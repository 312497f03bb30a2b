package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.Namespaces;
import ai.ongoing.gateway.testkit.RunsOn;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@RunsOn(StorageDriver.SQLITE)
final class SqliteRefusalTest extends RefusalContract {

    @TempDir
    private Path elsewhere = Path.of("");

    @Override
    TypedFile store() {
        return new TypedFile(directory);
    }

    private Path file() {
        return store().file();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            data            | up              | is a directory
            notes.txt/x.db  | up              | notes.txt
            notes.txt       | up              | not a database
            notes.txt       | check           | not a database
            """)
    void whatCanHoldNoDatabaseIsRefusedByItsPath(String path, String command, String words) throws Exception {
        Files.createDirectories(directory.resolve("data"));
        Files.writeString(directory.resolve("notes.txt"), "these are notes");
        Object before = fingerprint();
        int exit = run(Map.of("ONGOINGAI_STORAGE_PATH", directory.resolve(path).toString()), "migrate " + command);
        assertThat(exit).as(err()).isNotZero();
        assertThat(err()).contains(words, path.replaceFirst("/.*", ""));
        assertThat(fingerprint()).isEqualTo(before);
    }

    /** Root may write anywhere, so the directory is read-only in a mount namespace of a process of its own. */
    @Test
    void aReadOnlyFileIsRefusedWithItsRights() throws Exception {
        Namespaces.assumeMounting();
        assertThat(run("migrate up --to 109")).isZero();
        Object before = fingerprint();
        assertThat(readOnly("up"))
                .startsWith("2\nstorage.path " + file() + " cannot be written by user ")
                .contains("; make it writable or choose another storage.path\n");
        assertThat(fingerprint()).isEqualTo(before);
        assertThat(run("migrate up")).as(err()).isZero();
    }

    private String readOnly(String word) throws Exception {
        String script = """
                mount --bind "$1" "$1"; mount -o remount,bind,ro "$1"
                "$2" --enable-native-access=ALL-UNNAMED -cp "$3" ai.ongoing.gateway.GatewayApplication migrate "$4" >said 2>&1
                echo $?; cat said
                """;
        ProcessBuilder shell = new ProcessBuilder(
                "unshare",
                "-Urm",
                "sh",
                "-c",
                script,
                "sh",
                directory.resolve("data").toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                System.getProperty("java.class.path"),
                word);
        shell.environment().putAll(environment());
        Process process =
                shell.redirectErrorStream(true).directory(elsewhere.toFile()).start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(told).isZero();
        return told;
    }
}
