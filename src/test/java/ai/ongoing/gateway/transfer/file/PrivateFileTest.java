package ai.ongoing.gateway.transfer.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link PrivateFile}. */
class PrivateFileTest {

    @TempDir
    private Path directory;

    @Test
    void isPrivateBeforeItHoldsAnything() throws IOException {
        try (PrivateFile file = PrivateFile.beside(directory.resolve("backup"), false)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.part())))
                    .isEqualTo("rw-------");
            assertThat(file.part().toString()).endsWith(PrivateFile.UNFINISHED);
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void hasItsNameOnlyWhenPublished() throws IOException {
        Path target = directory.resolve("backup");
        try (PrivateFile file = PrivateFile.beside(target, false)) {
            Files.writeString(file.part(), "all of it");
            assertThat(target).doesNotExist();
            file.publish();
        }
        assertThat(target).hasContent("all of it");
        assertThat(directory).isDirectoryContaining(path -> path.equals(target));
    }

    @Test
    void neverTakesThePlaceOfAFileThatCameMeanwhile() throws IOException {
        Path target = directory.resolve("backup");
        try (PrivateFile file = PrivateFile.beside(target, false)) {
            Files.writeString(target, "somebody else's");
            assertThatThrownBy(file::publish)
                    .isInstanceOfSatisfying(
                            FileRefused.class,
                            refused -> assertThat(refused.occupied()).isTrue())
                    .hasMessageContaining("exists and is left as it is");
        }
        assertThat(target).hasContent("somebody else's");
        assertThat(directory.toFile().list()).hasSize(1);
    }

    @Test
    void refusesADirectory() {
        assertThatThrownBy(() -> PrivateFile.beside(directory, true))
                .isInstanceOf(FileRefused.class)
                .hasMessage(directory + " is a directory; name a file in it");
    }
}
