package ai.ongoing.gateway.migration.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.sql.SqlScript;
import ai.ongoing.gateway.storage.schema.MigrationFolder;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class MigrationManifestTest {

    private static final SqlScript.Syntax SYNTAX = new SqlScript.Syntax(true, true, true, false, false, true);
    private static final String NAME = "db/100_a.sql";
    private static final String TEXT = "-- lock-timeout: 1s\n-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n";

    private final MigrationFile file = MigrationFile.parse(NAME, TEXT, SYNTAX);
    private final MigrationManifest manifest = MigrationManifest.read(MigrationManifest.line(file, TEXT) + "\n");

    @Test
    void holdsTheChecksumsOfBothDirections() {
        MigrationFile read = MigrationParser.parse(NAME, TEXT.replace("\n", "\r\n"), SYNTAX, manifest);
        assertThat(read).isEqualTo(file);
        assertThat(MigrationManifest.line(file, TEXT)).endsWith(" lock-timeout: 1s");
    }

    @ParameterizedTest
    @EnumSource
    void agreesWithTheFilesOfTheProgram(MigrationFolder folder) {
        Map<String, String> texts = new TreeMap<>();
        MigrationFiles.embedded(folder.folder(), folder.syntax()).files().forEach(shipped -> {
            String checksum = "v1:" + MigrationFile.sha256(shipped.up().text());
            assertThat(shipped.up().checksum()).as(shipped.name()).isEqualTo(checksum);
            texts.put(shipped.name(), checksum);
        });
        assertThat(texts).isNotEmpty();
    }

    @Test
    void refusesAFileThatIsNotTheOneOfTheBuild() {
        assertThatThrownBy(() -> manifest.of(NAME, TEXT.replace("SELECT 1", "SELECT 3")))
                .isInstanceOf(MigrationException.class)
                .hasMessage(
                        "migration db/100_a.sql is not the one this program was built with. Get the program anew, or"
                                + " build it again. No database was touched.");
        assertThatThrownBy(() -> manifest.of("db/101_b.sql", TEXT))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("the manifest does not name it");
    }

    @Test
    void refusesAProgramThatLacksAFile() {
        manifest.refuseMissing(Set.of(NAME));
        assertThatThrownBy(() -> manifest.refuseMissing(Set.of()))
                .isInstanceOf(MigrationException.class)
                .hasMessageStartingWith("migration db/100_a.sql is missing from this program");
        assertThatThrownBy(() -> MigrationManifest.read("half a line\n"))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("damaged");
    }
}
