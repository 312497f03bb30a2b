package ai.ongoing.gateway.journal.file;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.journal.AdmittedCall;
import ai.ongoing.gateway.journal.AnswerRecord;
import ai.ongoing.gateway.journal.AnswerRecord.Progress;
import ai.ongoing.gateway.provider.RequestFacts;
import ai.ongoing.gateway.provider.ResponseFacts;
import ai.ongoing.gateway.testkit.Calls;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a call without bodies takes in the journal: how long the journal lasts is computed from it in the documents. */
final class BytesOfACallTest {

    private static final int CALLS = 1_000;

    @TempDir
    private Path directory;

    private FileJournal journal;

    @BeforeEach
    void open() {
        journal = JournalFiles.open(directory.resolve("journal"), 64 * JournalFiles.MIB);
    }

    @AfterEach
    void end() {
        journal.end();
    }

    /** @param notes of progress; below zero for an answer that is no stream */
    private long bytesOfEach(int notes) {
        long before = journal.backlog().bytes();
        for (int i = 0; i < CALLS; i++) {
            Calls call = Calls.fromAnSdk().id("0197a1b2c3d4e5f60718293a4b5c" + (1_000 + i));
            AdmittedCall admitted = journal.admit(call.admission());
            if (notes >= 0) {
                RequestFacts facts = new RequestFacts(call.model(), true);
                AnswerRecord begun =
                        new AnswerRecord(call.id(), Calls.FINISHED_AT, 200, true, call.responseHeaders(), facts, null);
                admitted.answered(begun);
                ResponseFacts known = call.completion().responseFacts();
                for (int note = 0; note < notes; note++) {
                    admitted.answered(begun.with(new Progress(Calls.FINISHED_AT, note, 1_000, known)));
                }
            }
            admitted.complete(call.completion(), null);
        }
        return (journal.backlog().bytes() - before) / CALLS;
    }

    @Test
    void anAnswerAtOnceTakes1260() {
        assertThat(bytesOfEach(-1)).isBetween(1_200L, 1_300L);
    }

    @Test
    void aStreamTakes1500AndAbout120ForEachNoteOfItsProgress() {
        long stream = bytesOfEach(0);
        assertThat(stream).isBetween(1_450L, 1_536L);
        assertThat(bytesOfEach(1) - stream).isBetween(100L, 150L);
    }
}
