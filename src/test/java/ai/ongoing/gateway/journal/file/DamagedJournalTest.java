package ai.ongoing.gateway.journal.file;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.journal.JournalBatch.Unstored;
import ai.ongoing.gateway.journal.JournalBounds;
import ai.ongoing.gateway.journal.JournalTotals;
import ai.ongoing.gateway.journal.format.FrameScanner;
import ai.ongoing.gateway.journal.format.RecordDecoding;
import ai.ongoing.gateway.journal.format.RecordDecoding.Completed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done to a journal's files, a start comes up and every record that is intact comes out. */
final class DamagedJournalTest {

    private static final int ROUNDS = 25;

    @TempDir
    private Path temporary;

    private Path healthy;
    private FileJournal journal;

    /** Where each completion stands, by its call: file, first byte, byte behind the last. */
    private final Map<String, Place> places = new HashMap<>();

    private record Place(Path file, long from, long to) {}

    @BeforeEach
    void write() throws Exception {
        healthy = Files.createDirectory(temporary.resolve("healthy"));
        journal = JournalFiles.open(healthy, JournalFiles.MIB);
        for (int i = 0; i < 300; i++) {
            JournalFiles.complete(journal, "call-" + i);
        }
        for (Path file : JournalFiles.segments(healthy)) {
            try {
                locate(file);
            } catch (NoSuchFileException spare) {
                // One that came too late to be used, and holds nothing.
            }
        }
        assertThat(places).hasSize(300);
    }

    @AfterEach
    void end() {
        journal.end();
    }

    private void locate(Path file) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        FrameScanner scanner = new FrameScanner((into, at) -> copy(bytes, into, at), 0);
        while (scanner.advance(bytes.length)) {
            if (RecordDecoding.decoded(scanner.type(), scanner.version(), scanner.payload())
                    instanceof Completed(var call, var _)) {
                places.put(call.traceId(), new Place(file.getFileName(), scanner.start(), scanner.end()));
            }
        }
    }

    private static int copy(byte[] bytes, ByteBuffer into, long at) {
        int count = (int) Math.min(into.remaining(), bytes.length - at);
        into.put(bytes, (int) at, Math.max(0, count));
        return count;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aFlippedBitCostsTheRecordItHit(long seed) throws IOException {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Path damaged = JournalFiles.copy(healthy, "flipped-" + round);
            Set<String> hit = new HashSet<>();
            for (int flips = random.nextInt(1, 6); flips > 0; flips--) {
                Path file = any(random, JournalFiles.segments(damaged));
                byte[] bytes = Files.readAllBytes(file);
                int at = random.nextInt(bytes.length);
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, bytes);
                places.forEach((id, place) -> {
                    if (place.file().equals(file.getFileName()) && place.from() <= at && at < place.to()) {
                        hit.add(id);
                    }
                });
            }
            assertAllBut(hit, damaged);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6, 13, 14})
    void aTruncatedFileCostsWhatWasCutOff(long seed) throws IOException {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Path damaged = JournalFiles.copy(healthy, "cut-" + round);
            Path file = any(random, JournalFiles.segments(damaged));
            byte[] bytes = Files.readAllBytes(file);
            int length = random.nextInt(bytes.length);
            Files.write(file, java.util.Arrays.copyOf(bytes, length));
            Set<String> hit = new HashSet<>();
            places.forEach((id, place) -> {
                if (place.file().equals(file.getFileName()) && place.to() > length) {
                    hit.add(id);
                }
            });
            assertAllBut(hit, damaged);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 11, 12})
    void segmentsUnderEachOthersNamesLoseNothing(long seed) throws IOException {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Path damaged = JournalFiles.copy(healthy, "reordered-" + round);
            List<Path> names = JournalFiles.segments(damaged);
            List<Path> order = new ArrayList<>(names);
            Collections.shuffle(order, random);
            for (Path name : names) {
                Files.move(name, name.resolveSibling(name.getFileName() + ".aside"));
            }
            for (int i = 0; i < names.size(); i++) {
                Files.move(names.get(i).resolveSibling(names.get(i).getFileName() + ".aside"), order.get(i));
            }
            assertAllBut(Set.of(), damaged);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 10})
    void noiseInTheMiddleOrADamagedCheckpointLosesNothingElse(long seed) throws IOException {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Path damaged = JournalFiles.copy(healthy, "noise-" + round);
            byte[] checkpoint = new byte[random.nextInt(20_000)];
            random.nextBytes(checkpoint);
            Files.write(damaged.resolve("checkpoint"), checkpoint);
            byte[] noise = new byte[random.nextInt(5_000)];
            random.nextBytes(noise);
            Files.write(damaged.resolve("0000000000000099.segment"), noise);
            assertAllBut(Set.of(), damaged);
        }
    }

    @Test
    void countsNoCallTwiceWhenTheCheckpointDoesNotSayWhoseItIs() throws IOException {
        journal.release(journal.take(new JournalBounds(100, Long.MAX_VALUE)), Unstored.NONE);
        Path damaged = JournalFiles.copy(healthy, "nameless");
        Path checkpoint = damaged.resolve("checkpoint");
        byte[] bytes = Files.readAllBytes(checkpoint);
        bytes[2] ^= 1;
        Files.write(checkpoint, bytes);

        assertBooksGoOn(damaged, 200);
    }

    @Test
    void countsNoCallTwiceThatComesAgainBecauseSegmentsSwappedNames() throws IOException {
        journal.release(journal.take(new JournalBounds(150, Long.MAX_VALUE)), Unstored.NONE);
        Path damaged = JournalFiles.copy(healthy, "swapped");
        List<Path> files = JournalFiles.segments(damaged);
        Path aside = damaged.resolve("aside");
        Files.move(files.getFirst(), aside);
        Files.move(files.getLast(), files.getFirst());
        Files.move(aside, files.getLast());

        assertBooksGoOn(damaged, -1);
    }

    /** @param waiting calls that come again; -1 when their number does not matter */
    private static void assertBooksGoOn(Path directory, int waiting) throws IOException {
        FileJournal recovered = JournalFiles.open(directory, JournalFiles.MIB);
        try {
            assertThat(recovered.totals().accepted()).isEqualTo(300);
            if (waiting >= 0) {
                assertThat(recovered.totals().waiting()).isEqualTo(waiting);
            }
            // A second crash, before anything of this was stored, changes nothing.
            Path again = JournalFiles.copy(directory, "again");
            FileJournal next = JournalFiles.open(again, JournalFiles.MIB);
            assertThat(next.totals()).isEqualTo(recovered.totals());
            next.end();
            JournalFiles.drained(recovered);
            assertThat(recovered.totals()).isEqualTo(new JournalTotals(300, 0, 0, 300, 0, 0));
        } finally {
            recovered.end();
        }
    }

    private static Path any(Random random, List<Path> files) {
        return files.get(random.nextInt(files.size()));
    }

    private void assertAllBut(Set<String> lost, Path directory) {
        FileJournal recovered = JournalFiles.open(directory, JournalFiles.MIB);
        try {
            List<String> whole = new ArrayList<>();
            for (FinishedCall call : JournalFiles.drained(recovered)) {
                if (!call.completion().responseHeaders().isEmpty()) {
                    whole.add(call.completion().traceId());
                }
            }
            Set<String> expected = new HashSet<>(places.keySet());
            expected.removeAll(lost);
            assertThat(whole).containsExactlyInAnyOrderElementsOf(expected);
        } finally {
            recovered.end();
        }
    }
}
