package ai.ongoing.gateway.journal.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Room is kept in the size that was asked for, whatever an earlier process left, and given up in pieces. */
final class ReserveTest {

    private static final int SIZE = 256 * 1024;
    private static final int PIECE = 64 * 1024;

    @TempDir
    private Path directory;

    private Path path;
    private Reserve reserve;

    @BeforeEach
    void open() {
        path = directory.resolve("reserve");
        reserve = new Reserve(directory, SIZE);
    }

    private static byte[] letters(int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }

    @Test
    void isMadeInItsSize() throws IOException {
        reserve.make();
        assertThat(path).hasBinaryContent(new byte[SIZE]);
        reserve.end();
        assertThat(path).doesNotExist();
    }

    @Test
    void whatADeathLeftIsBroughtToItsSizeWithoutAWordOfWhatStoodThere() throws IOException {
        Files.write(path, letters(3 * SIZE));
        reserve.make();
        assertThat(path).hasBinaryContent(new byte[SIZE]);
        Files.write(path, new byte[10]);
        reserve.make();
        assertThat(path).hasBinaryContent(new byte[SIZE]);
    }

    @Test
    void takesAQuarterOfAFileThatGoesUnlessItKeepsAsMuch() throws IOException {
        Path large = Files.write(directory.resolve("a"), letters(400 * 1024));
        assertThat(reserve.takesOver(large)).isTrue();
        assertThat(large).doesNotExist();
        assertThat(path).hasBinaryContent(new byte[100 * 1024]);
        Path small = Files.write(directory.resolve("b"), letters(300 * 1024));
        assertThat(reserve.takesOver(small)).isFalse();
        assertThat(small).exists();
        assertThat(path).hasSize(100 * 1024);
    }

    @Test
    void goesPieceByPieceForWorkThatFindsTheDiskFull() throws IOException {
        reserve.make();
        AtomicInteger tries = new AtomicInteger();
        String done = reserve.helping(10, () -> {
            if (tries.incrementAndGet() < 3) {
                throw new IOException("No space left on device");
            }
            return "done";
        });
        assertThat(done).isEqualTo("done");
        assertThat(path).hasSize(SIZE - 2L * PIECE);
        assertThatThrownBy(() -> reserve.helping(10, () -> {
                    tries.incrementAndGet();
                    throw new IOException("No space left on device");
                }))
                .hasMessage("No space left on device");
        assertThat(path).doesNotExist();
        assertThat(tries).as("two pieces more, and the try without any").hasValue(3 + 3);
    }

    @Test
    void staysForTroubleThatRoomDoesNotEnd() {
        reserve.make();
        assertThatThrownBy(() -> reserve.helping(10, () -> {
                    throw new IOException("Input/output error");
                }))
                .hasMessage("Input/output error");
        assertThat(path).hasSize(SIZE);
    }
}
