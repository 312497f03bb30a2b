package ai.ongoing.gateway.journal.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.journal.format.SegmentHeader;
import ai.ongoing.gateway.testkit.Calls;
import ai.ongoing.gateway.testkit.disk.PowerDisk;
import ai.ongoing.gateway.testkit.disk.PowerDisk.Deed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A call is set aside or lost, never both, whatever the disk refuses. */
final class SetAsideFileTest {

    private static final SegmentHeader HEADER = new SegmentHeader(0, UUID.randomUUID(), "a store");

    @TempDir
    private Path temporary;

    private Path real;
    private PowerDisk disk;
    private SetAsideFile file;

    @BeforeEach
    void open() throws IOException {
        real = Files.createDirectory(temporary.resolve("journal"));
        disk = new PowerDisk(real, 1);
        file = opened();
    }

    @AfterEach
    void close() throws IOException {
        file.close();
    }

    private SetAsideFile opened() {
        return new SetAsideFile(disk.directory().resolve("set-aside"), HEADER, 1 << 20);
    }

    private boolean add(String id) throws IOException {
        return file.add(new FinishedCall(Calls.ordinary().id(id).completion(), null), "a reason");
    }

    private void refusedBy(Deed... deeds) {
        disk.refuse(deeds);
        assertThatThrownBy(() -> add("lost")).isInstanceOf(IOException.class).hasMessage("no SYNC");
        disk.refuse();
    }

    private List<String> kept() throws IOException {
        return file.calls().stream().map(call -> call.completion().traceId()).toList();
    }

    @Test
    void whatCouldNotBeSyncedIsGoneAfterARestart() throws IOException {
        add("first");
        refusedBy(Deed.SYNC);
        file.close();
        file = opened();

        assertThat(kept()).containsExactly("first");
        assertThat(add("next")).isTrue();
        assertThat(kept()).containsExactly("first", "next");
        assertThat(SetAsideContents.of(real.resolve("set-aside")).damagedBytes())
                .isZero();
    }

    @Test
    void theNextCallIsWrittenOverOneThatCouldNotBeTakenAway() throws IOException {
        add("first");
        refusedBy(Deed.SYNC, Deed.TRUNCATE);

        assertThat(add("next")).isTrue();
        assertThat(kept()).containsExactly("first", "next");
    }

    @Test
    void aCallThatComesAgainIsKeptOnce() throws IOException {
        assertThat(add("first")).isTrue();
        assertThat(add("second")).isTrue();
        assertThat(add("first")).isTrue();
        file.close();
        file = opened();

        assertThat(add("second")).isTrue();
        assertThat(add("third")).isTrue();
        assertThat(SetAsideContents.of(real.resolve("set-aside")).calls()).isEqualTo(3);
        assertThat(kept()).containsExactly("first", "second", "third");
        file.delete();
        assertThat(add("first")).as("once it went elsewhere").isTrue();
        assertThat(kept()).containsExactly("first");
    }

    @Test
    void aCallThatAnOlderProgramKeptTwiceComesOutOnce() throws IOException {
        add("first");
        long end = Files.size(real.resolve("set-aside"));
        add("twice");
        byte[] bytes = Files.readAllBytes(real.resolve("set-aside"));
        Files.write(
                real.resolve("set-aside"),
                Arrays.copyOfRange(bytes, (int) end, bytes.length),
                StandardOpenOption.APPEND);
        file.close();
        file = opened();

        assertThat(SetAsideContents.of(real.resolve("set-aside")).calls()).isEqualTo(3);
        assertThat(kept()).containsExactly("first", "twice");
    }

    @Test
    void theNameIsOnTheDiskWithTheFirstCallThatIsKept() throws IOException {
        refusedBy(Deed.SYNC);
        long before = disk.clock();
        assertThat(add("kept")).isTrue();

        PowerDisk.Cut cut = disk.cut(Files.createDirectory(temporary.resolve("left")));
        assertThat(cut.promised(before, disk.clock())).isTrue();
    }

    @Test
    void aFileThatWasTakenAwayIsMadeAgainOnTheDisk() throws IOException {
        add("kept");
        Files.delete(disk.directory().resolve("set-aside"));
        long before = disk.clock();
        assertThat(file.restore()).isTrue();

        PowerDisk.Cut cut = disk.cut(Files.createDirectory(temporary.resolve("left")));
        assertThat(cut.promised(before, disk.clock())).isTrue();
        assertThat(kept()).containsExactly("kept");
    }
}
