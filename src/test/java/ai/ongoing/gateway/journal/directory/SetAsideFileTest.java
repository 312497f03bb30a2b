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
