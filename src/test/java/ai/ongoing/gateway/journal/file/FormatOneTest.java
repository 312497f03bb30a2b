package ai.ongoing.gateway.journal.file;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.journal.AdmissionRecord;
import ai.ongoing.gateway.journal.AnswerRecord;
import ai.ongoing.gateway.journal.AnswerRecord.Progress;
import ai.ongoing.gateway.journal.BodyRecord;
import ai.ongoing.gateway.journal.CompletionRecord;
import ai.ongoing.gateway.journal.Credential;
import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.journal.JournalPosition;
import ai.ongoing.gateway.journal.JournalTotals;
import ai.ongoing.gateway.journal.directory.CheckpointFile;
import ai.ongoing.gateway.journal.directory.CheckpointFile.Checkpoint;
import ai.ongoing.gateway.journal.directory.CheckpointFile.Taken;
import ai.ongoing.gateway.journal.directory.SetAsideContents;
import ai.ongoing.gateway.journal.directory.SetAsideFile;
import ai.ongoing.gateway.journal.format.FrameScanner;
import ai.ongoing.gateway.journal.format.RecordDecoding;
import ai.ongoing.gateway.journal.format.RecordDecoding.Admitted;
import ai.ongoing.gateway.journal.format.RecordDecoding.Answered;
import ai.ongoing.gateway.journal.format.RecordDecoding.Bodies;
import ai.ongoing.gateway.journal.format.RecordDecoding.Completed;
import ai.ongoing.gateway.journal.format.RecordDecoding.Decoded;
import ai.ongoing.gateway.journal.format.RecordDecoding.Progressed;
import ai.ongoing.gateway.journal.format.SegmentHeader;
import ai.ongoing.gateway.provider.NormalizedUsage;
import ai.ongoing.gateway.provider.RequestFacts;
import ai.ongoing.gateway.provider.ResponseFacts;
import ai.ongoing.gateway.provider.StatedUsage;
import ai.ongoing.gateway.provider.TokenUsage;
import ai.ongoing.gateway.provider.UsageKind;
import ai.ongoing.gateway.provider.UsageSource;
import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.trace.Completion;
import ai.ongoing.gateway.trace.Lineage;
import ai.ongoing.gateway.trace.Timing;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that a program of format 1 wrote, kept as they were: every later program reads them. They are never written anew; a
 * later format gets files of its own beside them.
 */
final class FormatOneTest {

    private static final Path WRITTEN = Path.of("src/test/resources/journal/format-1");
    private static final String SEGMENT = "0000000000000001.segment";
    private static final UUID JOURNAL = UUID.fromString("5bbd0c60-9d5e-449a-924b-36b7c5e9e462");
    private static final Instant BEGUN = Instant.parse("2026-11-20T20:51:42.123456Z");

    @TempDir
    private Path temporary;

    private Path directory;

    @BeforeEach
    void copy() throws IOException {
        directory = Files.createDirectory(temporary.resolve("journal"));
        for (String name : List.of(SEGMENT, "checkpoint", "set-aside")) {
            Files.copy(WRITTEN.resolve(name), directory.resolve(name));
        }
    }

    static AdmissionRecord admission(String id, boolean bodies) {
        return new AdmissionRecord(
                id,
                Tenant.of("acme", "search"),
                BEGUN,
                "openai",
                "POST",
                "/openai/v1/chat/completions",
                List.of("content-type", "application/json", "authorization", "[REDACTED]"),
                new Lineage("group", "thread", "run", null, 3L),
                new Credential("0123456789abcdef", "abcd"),
                "key-1",
                "corr-\u00fc",
                bodies);
    }

    static AnswerRecord answer(String id) {
        return new AnswerRecord(
                id,
                BEGUN.plusMillis(80),
                206,
                true,
                List.of("Content-Type", "text/event-stream"),
                new RequestFacts("gpt-4o", true),
                null);
    }

    static Progress progress() {
        return new Progress(
                BEGUN.plusMillis(2_080),
                41,
                90_000,
                new ResponseFacts("gpt-4o-2024-08-06", usage(UsageKind.ESTIMATE), null, null));
    }

    static TokenUsage usage(UsageKind kind) {
        return new TokenUsage(
                new StatedUsage(12L, 34L, 46L, 5L, null, 7L),
                new NormalizedUsage(7, 5, 0, 0, 34),
                UsageSource.PROVIDER,
                kind);
    }

    static CompletionRecord completion(String id, boolean bodies) {
        return new CompletionRecord(
                admission(id, bodies),
                BEGUN.plusMillis(250),
                List.of("Content-Type", "application/json"),
                429,
                Completion.COMPLETE,
                false,
                1,
                new Timing(250, 70_000, 90),
                new RequestFacts(null, null),
                new ResponseFacts("gpt-4o-2024-08-06", usage(UsageKind.BILLED), "stop", "rate_limit"),
                bodies);
    }

    static BodyRecord body(String id) {
        return new BodyRecord(
                id, new byte[] {0, 1, -1}, true, "an answer".getBytes(StandardCharsets.UTF_8), false, "gzip");
    }

    @Test
    void readsEveryRecordOfASegment() throws Exception {
        List<Decoded> records = new ArrayList<>();
        try (FileChannel file = FileChannel.open(directory.resolve(SEGMENT))) {
            SegmentHeader header = SegmentHeader.read(Files.readAllBytes(directory.resolve(SEGMENT)));
            assertThat(header).isEqualTo(new SegmentHeader(1, 1, JOURNAL, "a store"));
            FrameScanner scanner =
                    new FrameScanner(file::read, Objects.requireNonNull(header).size());
            while (scanner.advance(file.size())) {
                records.add(RecordDecoding.decoded(scanner.type(), scanner.version(), scanner.payload()));
            }
            assertThat(scanner.damaged()).isZero();
        }
        assertThat(records)
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(
                        new Admitted(admission("stored", false)),
                        new Completed(completion("stored", false), false),
                        new Admitted(admission("open", true)),
                        new Answered(answer("open")),
                        new Progressed("open", progress()),
                        new Admitted(admission("waiting", true)),
                        new Completed(completion("waiting", true), false),
                        new Bodies(body("waiting")));
    }

    @Test
    void readsTheCheckpoint() throws IOException {
        assertThat(CheckpointFile.read(directory.resolve("checkpoint")))
                .isEqualTo(new CheckpointFile.Contents(
                        new SegmentHeader(1, 0, JOURNAL, "a store"),
                        new Checkpoint(
                                new JournalPosition(1, 577), 1, 0, 0, new Taken(3, 0, new JournalPosition(1, 1524))),
                        3));
    }

    @Test
    void readsTheCallsSetAside() throws IOException {
        Path aside = directory.resolve("set-aside");
        try (SetAsideFile file = new SetAsideFile(aside, new SegmentHeader(0, JOURNAL, "a store"), 1 << 20)) {
            assertThat(file.calls())
                    .usingRecursiveFieldByFieldElementComparator()
                    .containsExactly(
                            new FinishedCall(completion("aside-1", false), null),
                            new FinishedCall(completion("aside-2", true), body("aside-2")));
        }
        assertThat(SetAsideContents.of(aside).newest().getLast().reason()).isEqualTo("no such column");
    }

    @Test
    void goesOnFromAllOfThem() throws IOException {
        FileJournal journal = JournalFiles.open(directory, JournalFiles.MIB);
        try {
            assertThat(journal.totals()).isEqualTo(new JournalTotals(3, 0, 2, 1, 0, 0));
            List<FinishedCall> calls = JournalFiles.drained(journal);
            assertThat(calls)
                    .usingRecursiveFieldByFieldElementComparator()
                    .containsExactly(
                            new FinishedCall(completion("waiting", true), body("waiting")),
                            new FinishedCall(
                                    admission("open", true)
                                            .interrupted(answer("open").with(progress())),
                                    null));
            assertThat(journal.retrySetAside()).isEqualTo(2);
        } finally {
            journal.end();
        }
    }
}
