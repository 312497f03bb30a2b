package ai.ongoing.gateway.storage.authoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.testkit.CopiedCheckout;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewMigrationTest {

    @TempDir
    private Path checkout;

    private Path root;

    /** A copy of our own files. */
    @BeforeEach
    void copy() throws IOException {
        CopiedCheckout.into(checkout);
        root = checkout.resolve(MigrationSources.FOLDER);
    }

    @Test
    void takesTheNextSharedNumberOnBothSidesAndPassesTheLintAsItIs() throws IOException {
        int before = last();
        assertThat(NewMigration.write(checkout, "first_words"))
                .hasSize(2)
                .allSatisfy(file -> assertThat(file.getFileName()).hasToString((before + 1) + "_first_words.sql"));
        NewMigration.write(checkout, "second");

        assertThat(MigrationLint.check(MigrationSources.in(root))).isEmpty();
        assertThat(Files.readAllLines(root.resolve("files.txt")))
                .contains(
                        "postgres/%d_first_words.sql".formatted(before + 1),
                        "sqlite/%d_first_words.sql".formatted(before + 1),
                        "postgres/%d_second.sql".formatted(before + 2));
    }

    private int last() throws IOException {
        return Files.readAllLines(root.resolve("files.txt")).stream()
                .mapToInt(name -> Integer.parseInt(name.replaceFirst(".*/(\\d+)_.*", "$1")))
                .max()
                .orElseThrow();
    }

    @Test
    void neverOverwritesAFile() throws IOException {
        Files.writeString(root.resolve("sqlite/%03d_mine.sql".formatted(last() + 1)), "mine");

        assertThatThrownBy(() -> NewMigration.write(checkout, "mine")).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(Files.readString(root.resolve("sqlite/%03d_mine.sql".formatted(last() + 1))))
                .isEqualTo("mine");
    }

    @Test
    void knowsWordsFromOtherNames() {
        assertThat(NewMigration.acceptable("add_route_profiles")).isTrue();
        assertThat(Stream.of("", "Words", "two words", "_x", "x_", "a__b", "../x", "x".repeat(51)))
                .noneMatch(NewMigration::acceptable);
    }

    @Test
    void findsTheCheckoutFromInside() {
        assertThat(MigrationSources.checkout(root.resolve("sqlite")))
                .contains(checkout.toAbsolutePath().normalize());
        assertThat(MigrationSources.checkout(Path.of("/"))).isEmpty();
    }
}
