package ai.ongoing.gateway.journal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.journal.JournalException;
import ai.ongoing.gateway.journal.format.SegmentHeader;
import ai.ongoing.gateway.testkit.Namespaces;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory that cannot hold the journal is refused in one sentence that says why and what to do. */
final class JournalRefusalTest {

    private static final String WAY_OUT = "; make it a directory that user " + System.getProperty("user.name")
            + " can write, or choose another tracing.journal.path";

    private static final String SMALL_DISK = """
            set -e
            mount -t tmpfs -o size=2m tmpfs "$1"
            head -c 1000000 /dev/zero > "$1/ballast"
            shift
            exec "$@"
            """;

    @TempDir
    private Path temporary;

    private Path directory() {
        return temporary.resolve("journal");
    }

    private FileJournal journal(boolean anyStore) {
        return new FileJournal(new JournalSettings(directory(), JournalFiles.MIB, false, anyStore));
    }

    @Test
    void makesItsFilesForTheirOwnerAlone() throws IOException {
        FileJournal journal = JournalFiles.open(directory(), JournalFiles.MIB);
        try {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())))
                    .isEqualTo("rwx------");
            try (var files = Files.list(directory())) {
                assertThat(files)
                        .isNotEmpty()
                        .allSatisfy(
                                file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                        .isEqualTo("rw-------"));
            }
        } finally {
            journal.end();
        }
    }

    @Test
    void refusesAFileInItsPlace() throws IOException {
        Files.writeString(directory(), "");
        assertThatThrownBy(() -> journal(false).open("a store"))
                .isInstanceOf(JournalException.class)
                .hasMessage("tracing.journal.path " + directory() + " cannot be made, because " + directory()
                        + " is a file" + WAY_OUT);
    }

    @Test
    void refusesADirectoryItMayNotWrite() throws Exception {
        Files.createDirectory(directory());
        Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString("r-xr-xr-x"));
        boolean root = System.getProperty("user.name").equals("root");
        List<String> bound = root
                ? List.of(
                        "setpriv",
                        "--bounding-set=-dac_override,-dac_read_search,-fowner",
                        "--inh-caps=-dac_override,-dac_read_search,-fowner")
                : List.of();
        assertThat(said(JournalChild.command(bound, "open", directory().toString())))
                .startsWith("tracing.journal.path " + directory() + " cannot be written by user ")
                .endsWith(WAY_OUT);
    }

    /** To say whether a gateway is at work, a look takes the lock for a moment. */
    @Test
    void aStartWaitsForWhoOnlyLooks() throws Exception {
        JournalFiles.open(directory(), JournalFiles.MIB).end();
        Process other = new ProcessBuilder(
                        JournalChild.command(List.of(), "look", directory().toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(line(other)).isEqualTo("looked");
            for (int start = 0; start < 200; start++) {
                JournalFiles.open(directory(), JournalFiles.MIB).end();
            }
            assertThat(other.isAlive()).as("finds nothing missing or damaged").isTrue();
        } finally {
            other.destroyForcibly();
            other.waitFor();
        }
    }

    @Test
    void refusesTheJournalOfAnotherProcessAndNamesIt() throws Exception {
        Process other = new ProcessBuilder(
                        JournalChild.command(List.of(), "open", directory().toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(line(other)).isEqualTo("opened");
            assertThatThrownBy(() -> journal(false).open("a store"))
                    .isInstanceOf(JournalException.class)
                    .hasMessageStartingWith("tracing.journal.path " + directory()
                            + " is in use by another process (process " + other.pid() + " on ")
                    .hasMessageEndingWith("; one journal a process: stop that one, or give this one a"
                            + " tracing.journal.path of its own");
        } finally {
            other.destroyForcibly();
            other.waitFor();
        }
        FileJournal freed = JournalFiles.open(directory(), JournalFiles.MIB);
        assertThatThrownBy(() -> journal(false).open("a store")).hasMessageContaining("(this very process)");
        freed.end();
    }

    @Test
    void refusesWhatANewerVersionWroteAndLeavesItAlone() throws IOException {
        Files.createDirectory(directory());
        Path newer = directory().resolve("0000000000000001.segment");
        byte[] header = new byte[4096];
        new SegmentHeader(2, 1, UUID.randomUUID(), "a store").bytes().get(header, 0, 47);
        Files.write(newer, header);

        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> journal(false).open("a store"))
                    .isInstanceOf(JournalException.class)
                    .hasMessage(
                            "tracing.journal.path " + directory() + " was written by a newer version of this program"
                                    + " (format 2 in 0000000000000001.segment, this one reads up to 1); start that version"
                                    + " once so that it stores what waits, or choose another tracing.journal.path");
        }
        assertThat(newer).hasBinaryContent(header);
    }

    @Test
    void refusesCallsMeantForAnotherStoreUnlessAskedToTakeThem() {
        FileJournal first = JournalFiles.open(directory(), JournalFiles.MIB);
        JournalFiles.complete(first, "a");
        first.end();

        assertThatThrownBy(() -> journal(false).open("another store"))
                .isInstanceOf(JournalException.class)
                .hasMessageStartingWith("tracing.journal.path " + directory()
                        + " holds 1 calls meant for a store, not for another store; ")
                .hasMessageContaining("ongoingai journal replay --any-store");
        FileJournal taking = journal(true);
        taking.open("another store");
        assertThat(JournalFiles.ids(JournalFiles.drained(taking))).containsExactly("a");
        taking.end();
        FileJournal later = journal(false);
        assertThat(later.open("another store").anything()).isFalse();
        later.end();
    }

    @Test
    void refusesCallsOnAFullDiskAndTakesThemAgainByItself() throws Exception {
        assertThat(saidOnASmallDisk("fill"))
                .containsExactly("refused: No space left on device", "all is well", "all there");
    }

    @Test
    void isInTroubleForAsLongAsWhatWasRefusedWouldBeRefusedAgain() throws Exception {
        assertThat(saidOnASmallDisk("tight"))
                .containsExactly("bodies refused: No space left on device", "said to be over: 0 times", "over");
    }

    @Test
    void saysThatTheDiskIsFullWhereNoJournalCanBeMade() throws Exception {
        assertThat(saidOnASmallDisk("brim"))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("tracing.journal.path ")
                        .contains(": No space left on device; make room on its disk and start again: "));
    }

    @Test
    void callsThatLastHoldUpNoRoomOnAFullDisk() throws Exception {
        String full = "refused: No space left on device";
        assertThat(saidOnASmallDisk("pinned"))
                .containsExactly(full, "all there", full, "all there", full, "all there", "and 40");
    }

    @Test
    void goesOnAfterADeathOnAFullDiskWithoutRoomMadeByHand() throws Exception {
        List<String> said = saidOnASmallDisk("again").toList();
        assertThat(said)
                .containsExactly("refused: No space left on device", said.get(1), "opened", said.get(1), "all is well");
        assertThat(said.get(1)).startsWith("to be there: ").isNotEqualTo("to be there: 0");
    }

    private Stream<String> saidOnASmallDisk(String deed) throws Exception {
        Namespaces.assumeMounting();
        Path disk = Files.createDirectory(temporary.resolve("disk"));
        List<String> command =
                new ArrayList<>(List.of("unshare", "-Urm", "sh", "-c", SMALL_DISK, "sh", disk.toString()));
        command.addAll(
                JournalChild.command(List.of(), deed, disk.resolve("journal").toString()));
        return said(command).lines();
    }

    private static String line(Process process) throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        return String.valueOf(output.readLine());
    }

    private static String said(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.lines()
                .filter(line -> !line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} .*"))
                .collect(java.util.stream.Collectors.joining("\n"));
    }
}
