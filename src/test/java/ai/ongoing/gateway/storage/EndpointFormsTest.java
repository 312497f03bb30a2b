package ai.ongoing.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.TestStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --from} and {@code --to} take, and what they refuse without repeating it. */
final class EndpointFormsTest {

    @TempDir
    Path directory;

    private EndpointForms forms() {
        return new EndpointForms(
                directory,
                Map.of("OLD", "sqlite:old.db", "TWICE", "env:OLD", "NEW", "postgresql://u:S3cret@h/d"),
                file -> TestStore.config(
                        StorageDriver.SQLITE,
                        file.resolveSibling("from-yaml.db").toString(),
                        ""));
    }

    @ParameterizedTest
    @CsvSource({
        "data/a.db, data/a.db",
        "./a:b@c.db, a:b@c.db",
        "sqlite:a.db, a.db",
        "sqlite://a.db, a.db",
        "jdbc:sqlite:a.db, a.db",
        "file:a.db, a.db",
        "env:OLD, old.db",
        "conf/gateway.yaml, conf/from-yaml.db"
    })
    void readsEveryFormOfAFile(String text, String path) {
        Endpoint end = forms().parse("--from", text);
        assertThat(end.location()).isEqualTo(directory.resolve(path).normalize().toString());
        assertThat(end.isServer()).isFalse();
        assertThat(end.attempts()).isEqualTo(3);
    }

    @Test
    void threeSlashesBeginAnAbsolutePath() {
        assertThat(forms().parse("--from", "sqlite:///srv/a.db").location()).isEqualTo("/srv/a.db");
        assertThat(forms().parse("--from", "file:///srv/a.db").location()).isEqualTo("/srv/a.db");
        assertThat(forms().parse("--from", "jdbc:sqlite:/srv/a.db").location()).isEqualTo("/srv/a.db");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://u:S3cret@h:5433/d",
                "postgres://u:S3cret@h:5433/d",
                "jdbc:postgresql://h:5433/d?user=u&password=S3cret",
                "host=h port=5433 user=u password=S3cret dbname=d",
                "env:NEW"
            })
    void readsEveryFormOfAServerAndNeverShowsItsPassword(String text) {
        Endpoint end = forms().server("--to", text);
        assertThat(end.isServer()).isTrue();
        assertThat(end.location()).startsWith("postgresql://u:").doesNotContain("S3cret");
        assertThat(end).asString().doesNotContain("S3cret");
        assertThat(end.attempts()).isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource({
        "u:S3cret@h:5432/d, has no scheme: write postgresql://USER:PASSWORD@HOST:5432/DB",
        "mysql://u:S3cret@h/d, has a scheme that this program does not know",
        "postgresql://u:S3cret@h:x/d, has a port that is not a number",
        "env:NONE, the variable is not set",
        "env:TWICE, names another variable",
        "'', is empty"
    })
    void refusesWhatNamesNoDatabase(String text, String sentence) {
        assertThatThrownBy(() -> forms().parse("--to", text))
                .isInstanceOf(StorageException.class)
                .hasMessageStartingWith("--to")
                .hasMessageContaining(sentence)
                .message()
                .doesNotContain("S3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"u:S3cret@localhost:15432/d", "localhost:15432/d", "data/b.db", "gateway"})
    void aMoveToAServerNeedsAScheme(String text) {
        assertThatThrownBy(() -> forms().server("--to", text))
                .hasMessage("--to has no scheme: write postgresql://USER:PASSWORD@HOST:5432/DB");
    }

    @Test
    void aFileIsNoServerAndAServerNoFile() {
        assertThatThrownBy(() -> forms().server("--to", "env:OLD")).hasMessageContaining("names a file");
        assertThatThrownBy(() -> forms().file("--from", "env:NEW")).hasMessageContaining("names a server");
        assertThatThrownBy(() -> forms().parse("--from", directory.toString())).hasMessageContaining("is a directory");
    }

    @Test
    void tellsOneDatabaseByWhateverName() throws Exception {
        Files.createFile(directory.resolve("a.db"));
        Files.createSymbolicLink(directory.resolve("b.db"), directory.resolve("a.db"));
        assertThat(forms().parse("--from", "a.db").isSame(forms().parse("--to", "sqlite:b.db")))
                .isTrue();
        Files.createLink(directory.resolve("hard.db"), directory.resolve("a.db"));
        assertThat(forms().parse("--from", "a.db").isSame(forms().parse("--to", "hard.db")))
                .isTrue();
        assertThat(forms().parse("--from", "a.db").isSame(forms().parse("--to", "c.db")))
                .isFalse();
        assertThat(forms().parse("--from", "env:NEW").isSame(forms().parse("--to", "postgres://x@h/d")))
                .isTrue();
        assertThat(forms().parse("--from", "env:NEW").isSame(forms().parse("--to", "postgres://u@h/e")))
                .isFalse();
    }
}
