package ai.ongoing.gateway.journal.file;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.journal.AdmittedCall;
import ai.ongoing.gateway.journal.AnswerRecord;
import ai.ongoing.gateway.journal.AnswerRecord.Progress;
import ai.ongoing.gateway.journal.BodyRecord;
import ai.ongoing.gateway.journal.CompletionRecord;
import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.journal.directory.SetAsideFile;
import ai.ongoing.gateway.journal.format.FrameScanner;
import ai.ongoing.gateway.journal.format.RecordDecoding;
import ai.ongoing.gateway.journal.format.RecordDecoding.Admitted;
import ai.ongoing.gateway.journal.format.RecordDecoding.Answered;
import ai.ongoing.gateway.journal.format.RecordDecoding.Bodies;
import ai.ongoing.gateway.journal.format.RecordDecoding.Completed;
import ai.ongoing.gateway.journal.format.RecordDecoding.Progressed;
import ai.ongoing.gateway.journal.format.RecordDecoding.SetAside;
import ai.ongoing.gateway.journal.format.SegmentHeader;
import ai.ongoing.gateway.provider.RequestFacts;
import ai.ongoing.gateway.provider.ResponseFacts;
import ai.ongoing.gateway.testkit.Calls;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage beside the notes of open calls, and among the calls set aside, costs the calls it hit and no other. */
final class DamagedNotesTest {

    private static final int ROUNDS = 40;

    @TempDir
    private Path temporary;

    private Path healthy;
    private FileJournal journal;
    private final List<Place> places = new ArrayList<>();

    /** What comes out of the files as they are, by id. */
    private Map<String, CompletionRecord> whole = Map.of();

    private record Place(String id, Path file, long from, long to) {}

    @BeforeEach
    void write() throws Exception {
        healthy = temporary.resolve("healthy");
        journal = JournalFiles.open(healthy, JournalFiles.MIB);
        List<AdmittedCall> open = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            open.add(journal.admit(Calls.ordinary().id("open-" + i).streamed().admission()));
        }
        for (int note = 0; note < 4; note++) {
            for (int i = 0; i < open.size(); i++) {
                open.get(i).answered(answer("open-" + i, note));
            }
            for (int i = 0; i < 20; i++) {
                JournalFiles.complete(journal, "call-" + note + "-" + i);
            }
        }
        for (int i = 0; i < 20; i++) {
            Calls call = Calls.ordinary().id("aside-" + i);
            BodyRecord body = i % 2 == 0 ? null : call.body("a question", "an answer");
            journal.setAside(new FinishedCall(call.completion(), body), "a reason");
        }
        for (Path file : files(healthy)) {
            locate(file);
        }
        whole = recovered(JournalFiles.copy(healthy, "whole"));
        assertThat(whole).hasSize(83);
        assertThat(whole.get("open-2")).isEqualTo(openCall(2));
    }

    @AfterEach
    void end() {
        journal.end();
    }

    private static AnswerRecord answer(String id, int note) {
        AnswerRecord begun = new AnswerRecord(
                id, Calls.FINISHED_AT, 200, true, List.of("A", "b"), new RequestFacts("gpt-4o", true), null);
        return note == 0
                ? begun
                : begun.with(new Progress(Calls.FINISHED_AT.plusSeconds(note), note, 9_000, ResponseFacts.UNKNOWN));
    }

    private static CompletionRecord openCall(int i) {
        String id = "open-" + i;
        return Calls.ordinary().id(id).streamed().admission().interrupted(answer(id, 3));
    }

    /** Segments with something in them, and the calls set aside. */
    private static List<Path> files(Path directory) throws IOException {
        Stream<Path> segments = JournalFiles.segments(directory).stream()
                .filter(file -> file.toFile().length() > 100);
        return Stream.concat(segments, Stream.of(directory.resolve("set-aside")))
                .toList();
    }

    private void locate(Path path) throws Exception {
        try (FileChannel file = FileChannel.open(path)) {
            FrameScanner scanner = new FrameScanner(file::read, 0);
            while (scanner.advance(file.size())) {
                String id = switch (RecordDecoding.decoded(scanner.type(), scanner.version(), scanner.payload())) {
                    case Admitted(var call) -> call.traceId();
                    case Answered(var answer) -> answer.traceId();
                    case Progressed(String of, Progress _) -> of;
                    case Completed(var call, boolean _) -> call.traceId();
                    case Bodies(var body) -> body.traceId();
                    case SetAside(FinishedCall call, String _) ->
                        call.completion().traceId();
                };
                places.add(new Place(id, path.getFileName(), scanner.start(), scanner.end()));
            }
        }
    }

    private static Map<String, CompletionRecord> recovered(Path directory) {
        FileJournal recovered = JournalFiles.open(directory, JournalFiles.MIB);
        try {
            Map<String, CompletionRecord> calls = new LinkedHashMap<>();
            for (FinishedCall call : JournalFiles.drained(recovered)) {
                assertThat(calls.put(call.completion().traceId(), call.completion()))
                        .isNull();
            }
            return calls;
        } finally {
            recovered.end();
        }
    }

    private static List<String> aside(Path directory) throws IOException {
        SegmentHeader header = new SegmentHeader(0, UUID.randomUUID(), JournalFiles.STORE);
        try (SetAsideFile file = new SetAsideFile(directory.resolve("set-aside"), header, JournalFiles.MIB)) {
            return JournalFiles.ids(file.calls());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void aFlippedBitCostsTheCallsItHit(long seed) throws IOException {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Path damaged = JournalFiles.copy(healthy, "flipped-" + round);
            Set<String> hit = new HashSet<>();
            for (int flips = random.nextInt(1, 6); flips > 0; flips--) {
                List<Path> files = files(damaged);
                Path file = files.get(random.nextInt(files.size()));
                byte[] bytes = Files.readAllBytes(file);
                int at = random.nextInt(bytes.length);
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, bytes);
                places.stream()
                        .filter(place ->
                                place.file().equals(file.getFileName()) && place.from() <= at && at < place.to())
                        .forEach(place -> hit.add(place.id()));
            }
            List<String> kept = new ArrayList<>(aside(damaged));
            for (int i = 0; i < 20; i++) {
                assertThat(kept.contains("aside-" + i)).isEqualTo(!hit.contains("aside-" + i));
            }
            Map<String, CompletionRecord> expected = new LinkedHashMap<>(whole);
            expected.keySet().removeAll(hit);
            assertThat(recovered(damaged)).containsAllEntriesOf(expected);
        }
    }
}
