package ai.ongoing.gateway.config.dsn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DsnCompletionTest {

    @TempDir
    private Path home;

    private static PostgresDsn complete(String text, Map<String, String> environment) {
        return new DsnCompletion(environment).complete("storage.dsn", PostgresDsn.parse("storage.dsn", text));
    }

    private void passwordFile(String mode, String... lines) throws IOException {
        Path file = home.resolve(".pgpass");
        Files.write(file, java.util.List.of(lines));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private Map<String, String> atHome() {
        return Map.of("HOME", home.toString());
    }

    @Test
    void fillsWhatIsLeftOutFromTheVariables() {
        PostgresDsn dsn = complete(
                "postgresql://",
                Map.of(
                        "PGHOST", "db.example",
                        "PGPORT", "5433",
                        "PGUSER", "gateway",
                        "PGPASSWORD", "pw",
                        "PGDATABASE", "traces",
                        "PGSSLMODE", "require"));

        assertThat(dsn.text()).isEqualTo("postgresql://gateway:pw@db.example:5433/traces?sslmode=require");
    }

    @Test
    void theStringWinsOverTheVariables() {
        PostgresDsn dsn = complete(
                "postgresql://u:p@h:1/d?sslmode=disable",
                Map.of(
                        "PGHOST",
                        "x",
                        "PGPORT",
                        "2",
                        "PGUSER",
                        "x",
                        "PGPASSWORD",
                        "x",
                        "PGDATABASE",
                        "x",
                        "PGSSLMODE",
                        "x"));

        assertThat(dsn.text()).isEqualTo("postgresql://u:p@h:1/d?sslmode=disable");
    }

    @Test
    void withoutAnythingUserAndDatabaseAreTheOperatingSystemsUser() {
        PostgresDsn dsn = complete("postgresql://h", Map.of());

        assertThat(dsn.user()).isEqualTo(System.getProperty("user.name"));
        assertThat(dsn.database()).isEqualTo(dsn.user());
        assertThat(dsn.password()).isEmpty();
    }

    @Test
    void namesTheVariablesWhenOneIsInvalid() {
        assertThatThrownBy(() -> complete("postgresql://h", Map.of("PGPORT", "many")))
                .hasMessageStartingWith(
                        "storage.dsn, completed from the PG* variables, has a port that is not a number");
    }

    @Test
    void takesThePasswordOfTheFirstLineThatFits() throws IOException {
        passwordFile(
                "rw-------",
                "# h:*:*:*:comment",
                "other:5432:d:u:no",
                "h:5433:d:u:no",
                "h:*:d:u:p\\:w",
                "*:*:*:*:late");

        assertThat(complete("postgresql://u@h/d", atHome()).password()).isEqualTo("p:w");
        assertThat(complete("postgresql://u@z/d", atHome()).password()).isEqualTo("late");
    }

    @Test
    void aGivenPasswordNeverAsksTheFile() throws IOException {
        passwordFile("rw-------", "*:*:*:*:file");

        assertThat(complete("postgresql://u:given@h/d", atHome()).password()).isEqualTo("given");
    }

    @Test
    void passesOverAFileThatOthersMayRead() throws IOException {
        passwordFile("rw-r--r--", "*:*:*:*:open");
        DsnCompletion completion = new DsnCompletion(atHome());

        PostgresDsn dsn = completion.complete("storage.dsn", PostgresDsn.parse("storage.dsn", "postgresql://u@h/d"));

        assertThat(dsn.password()).isEmpty();
        assertThat(completion.warnings()).singleElement().asString().contains("chmod 600 ");
    }

    @Test
    void findsTheFileNamedByVariableOrParameter() throws IOException {
        passwordFile("rw-------", "*:*:*:*:named");
        String file = home.resolve(".pgpass").toString();

        assertThat(complete("postgresql://u@h/d", Map.of("PGPASSFILE", file)).password())
                .isEqualTo("named");
        PostgresDsn byParameter = complete("host=h user=u dbname=d passfile=" + file, Map.of());
        assertThat(byParameter.password()).isEqualTo("named");
        assertThat(byParameter.parameters()).doesNotContainKey("passfile");
    }
}
