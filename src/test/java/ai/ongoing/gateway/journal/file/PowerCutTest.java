package ai.ongoing.gateway.journal.file;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.journal.AdmittedCall;
import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.journal.JournalBatch;
import ai.ongoing.gateway.journal.JournalBatch.Unstored;
import ai.ongoing.gateway.journal.JournalBounds;
import ai.ongoing.gateway.testkit.Calls;
import ai.ongoing.gateway.testkit.disk.PowerDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With {@code durability: disk}: power cut at random moments, on a disk that keeps what was synced and a random part of the
 * rest. Every call whose completion was on the disk is stored or waits, every call that was only let through is known,
 * and the start is never refused.
 */
final class PowerCutTest {

    private static final int ROUNDS = 40;
    private static final int APPENDERS = 3;

    @TempDir
    private Path temporary;

    /** When the notes about a call were made, by the clock of the disk. */
    private record Span(long before, long after) {}

    /** One life of a journal. */
    private static final class Life {
        private final Map<String, Span> completed = new ConcurrentHashMap<>();
        private final Map<String, Span> admitted = new ConcurrentHashMap<>();
        private final Set<String> stored = ConcurrentHashMap.newKeySet();
        private volatile boolean over;
    }

    @Test
    void keepsWhatWasSyncedWheneverThePowerGoes() throws Exception {
        Random random = new Random(20_261_128);
        int promised = 0;
        int all = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Life life = new Life();
            Path left = Files.createDirectory(temporary.resolve("left-" + round));
            PowerDisk disk =
                    new PowerDisk(Files.createDirectory(temporary.resolve("disk-" + round)), random.nextLong());
            PowerDisk.Cut cut = live(disk, life, random.nextInt(10, 120), left);
            Set<String> kept = kept(life.completed, cut);
            promised += kept.size();
            all += life.completed.size();
            comeBack(left, life, kept, kept(life.admitted, cut), "round " + round);
        }
        // Otherwise nothing above was shown: a sync is under way all the time, and covers all but the last of them.
        assertThat(promised).as("calls on the disk, of %s", all).isGreaterThan(all / 4);
    }

    private static PowerDisk.Cut live(PowerDisk disk, Life life, int millis, Path left) throws Exception {
        FileJournal journal = new FileJournal(new JournalSettings(disk.directory(), JournalFiles.MIB, true));
        journal.open(JournalFiles.STORE);
        List<Thread> threads = new ArrayList<>();
        for (int appender = 0; appender < APPENDERS; appender++) {
            String prefix = appender + "-";
            threads.add(Thread.ofPlatform().start(() -> append(disk, journal, life, prefix)));
        }
        threads.add(Thread.ofPlatform().start(() -> drain(journal, life)));
        TimeUnit.MILLISECONDS.sleep(millis);
        PowerDisk.Cut cut = disk.cut(left);
        life.over = true;
        // Nothing arrives any more: a drain that still waits for a call is woken by this alone.
        journal.close();
        for (Thread thread : threads) {
            thread.join();
        }
        journal.end();
        return cut;
    }

    private static void append(PowerDisk disk, FileJournal journal, Life life, String prefix) {
        for (int i = 0; !life.over; i++) {
            Calls call = Calls.ordinary().id(prefix + i);
            long before = disk.clock();
            AdmittedCall admitted = journal.admit(call.admission());
            if (i % 50 == 7) {
                if (journal.backlog().bytes() < JournalFiles.MIB * 3 / 4) {
                    life.admitted.put(prefix + i, new Span(before, disk.clock()));
                }
                continue; // never ends, and is noted as long as there is room
            }
            boolean taken = i % 5 == 0
                    ? admitted.complete(
                            call.completionBeforeBody(), call.body(new byte[3_000], new byte[3_000], "gzip"))
                    : admitted.complete(call.completion(), null);
            if (taken && !life.over) {
                life.completed.put(prefix + i, new Span(before, disk.clock()));
            }
        }
    }

    /** A store that keeps what it is given; what it is given after the cut counts for nothing. */
    private static void drain(FileJournal journal, Life life) {
        while (!life.over) {
            journal.await(50, 1_000_000);
            JournalBatch batch = journal.take(new JournalBounds(20, JournalFiles.MIB));
            if (life.over) {
                return;
            }
            life.stored.addAll(JournalFiles.ids(batch.calls()));
            journal.release(batch, Unstored.NONE);
        }
    }

    private static Set<String> kept(Map<String, Span> calls, PowerDisk.Cut cut) {
        return calls.entrySet().stream()
                .filter(call ->
                        cut.promised(call.getValue().before(), call.getValue().after()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void comeBack(Path left, Life life, Set<String> completed, Set<String> admitted, String round)
            throws IOException {
        FileJournal journal = JournalFiles.open(left, JournalFiles.MIB);
        try {
            List<FinishedCall> waiting = JournalFiles.drained(journal);
            Set<String> there = new TreeSet<>(life.stored);
            waiting.stream()
                    .filter(call -> call.completion().status() == 200)
                    .forEach(call -> there.add(call.completion().traceId()));
            assertThat(completed.stream().filter(id -> !there.contains(id)))
                    .as("%s: completed, on the disk, and gone", round)
                    .isEmpty();
            Set<String> known = new TreeSet<>(JournalFiles.ids(waiting));
            assertThat(admitted.stream().filter(id -> !known.contains(id)))
                    .as("%s: let through, on the disk, and unknown", round)
                    .isEmpty();
        } finally {
            journal.end();
        }
    }
}
