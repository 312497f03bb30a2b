package ai.ongoing.gateway.journal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.journal.JournalBatch.Unstored;
import ai.ongoing.gateway.journal.JournalBounds;
import ai.ongoing.gateway.journal.JournalTotals;
import ai.ongoing.gateway.journal.format.FrameScanner;
import ai.ongoing.gateway.journal.format.RecordDecoding;
import ai.ongoing.gateway.journal.format.RecordDecoding.Bodies;
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
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done to a journal's files, a start comes up and every record that is intact comes out. */
final class DamagedJournalTest {

    private static final int ROUNDS = 25;
    private static final int CALLS = 300;

    private static final long BYTES = JournalFiles.MIB;
    private static final int BODY = 700;

    @TempDir
    private Path temporary;

    private Path healthy;
    private FileJournal journal;

    /** Where each completion stands, by its call: file, first byte, byte behind the last. */
    private final Map<String, Place> places = new HashMap<>();

    /** The same of each body. */
    private final Map<String, Place> bodies = new HashMap<>();

    private record Place(Path file, long from, long to) {}

    @BeforeEach
    void write() throws Exception {
        healthy = Files.createDirectory(temporary.resolve("healthy"));
        journal = JournalFiles.open(healthy, BYTES);
        for (int i = 0; i < CALLS; i++) {
            if (i % 3 == 0) {
                JournalFiles.complete(journal, "call-" + i, BODY);
            } else {
                JournalFiles.complete(journal, "call-" + i);
            }
        }
        await().until(() -> {
            locate();
            return bodies.size() == CALLS / 3;
        });
        assertThat(places).hasSize(CALLS);
        assertThat(JournalFiles.segments(healthy)).hasSizeGreaterThan(5);
    }

    private void locate() throws Exception {
        for (Path file : JournalFiles.segments(healthy)) {
            try {
                locate(file);
            } catch (NoSuchFileException spare) {
                // One that came too late to be used, and holds nothing.
            }
        }
    }

    @AfterEach
    void end() {
        journal.end();
    }

    private void locate(Path file) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        FrameScanner scanner = new FrameScanner((into, at) -> copy(bytes, into, at), 0);
        while (scanner.advance(bytes.length)) {
            Place place = new Place(file.getFileName(), scanner.start(), scanner.end());
            switch (RecordDecoding.decoded(scanner.type(), scanner.version(), scanner.payload())) {
                case Completed(var call, var _) -> places.put(call.traceId(), place);
                case Bodies(var body) -> bodies.put(body.traceId(), place);
                default -> {
                    // Admissions are said again by their completions.
                }
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
            Hits hits = new Hits();
            for (int flips = random.nextInt(1, 6); flips > 0; flips--) {
                Path file = any(random, JournalFiles.segments(damaged));
                byte[] bytes = Files.readAllBytes(file);
                int at = random.nextInt(bytes.length);
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, bytes);
                hits.add(place -> place.file().equals(file.getFileName()) && place.from() <= at && at < place.to());
            }
            assertAllBut(hits, damaged);
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
            Hits hits = new Hits();
            hits.add(place -> place.file().equals(file.getFileName()) && place.to() > length);
            assertAllBut(hits, damaged);
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
            assertAllBut(new Hits(), damaged);
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
            assertAllBut(new Hits(), damaged);
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
        FileJournal recovered = JournalFiles.open(directory, BYTES);
        try {
            assertThat(recovered.totals().accepted()).isEqualTo(CALLS);
            if (waiting >= 0) {
                assertThat(recovered.totals().waiting()).isEqualTo(waiting);
            }
            // A second crash, before anything of this was stored, changes nothing.
            Path again = JournalFiles.copy(directory, "again");
            FileJournal next = JournalFiles.open(again, BYTES);
            assertThat(next.totals()).isEqualTo(recovered.totals());
            next.end();
            JournalFiles.drained(recovered);
            assertThat(recovered.totals()).isEqualTo(new JournalTotals(CALLS, 0, 0, CALLS, 0, 0));
        } finally {
            recovered.end();
        }
    }

    private static Path any(Random random, List<Path> files) {
        return files.get(random.nextInt(files.size()));
    }

    /** The calls whose completion, or whose bodies, were damaged. */
    private final class Hits {
        private final Set<String> completions = new HashSet<>();
        private final Set<String> hitBodies = new HashSet<>();

        void add(Predicate<Place> hit) {
            add(completions, places, hit);
            add(hitBodies, bodies, hit);
        }

        private static void add(Set<String> to, Map<String, Place> from, Predicate<Place> hit) {
            from.forEach((id, place) -> {
                if (hit.test(place)) {
                    to.add(id);
                }
            });
        }
    }

    private void assertAllBut(Hits hits, Path directory) {
        FileJournal recovered = JournalFiles.open(directory, BYTES);
        try {
            List<String> whole = new ArrayList<>();
            List<String> withBodies = new ArrayList<>();
            for (FinishedCall call : JournalFiles.drained(recovered)) {
                String id = call.completion().traceId();
                if (!call.completion().responseHeaders().isEmpty()) {
                    whole.add(id);
                }
                if (call.body() != null) {
                    withBodies.add(id);
                }
            }
            Set<String> expected = new HashSet<>(places.keySet());
            expected.removeAll(hits.completions);
            assertThat(whole).containsExactlyInAnyOrderElementsOf(expected);
            expected.retainAll(bodies.keySet());
            expected.removeAll(hits.hitBodies);
            assertThat(withBodies).as("calls with bodies").containsExactlyInAnyOrderElementsOf(expected);
        } finally {
            recovered.end();
        }
    }
}
