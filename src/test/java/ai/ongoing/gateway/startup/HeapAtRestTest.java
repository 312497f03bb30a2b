package ai.ongoing.gateway.startup;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.journal.JournalTotals;
import org.junit.jupiter.api.Test;

final class HeapAtRestTest {

    private JournalTotals totals = stored(0);
    private long size = 96;
    private int collections;

    private final HeapAtRest heap = new HeapAtRest(() -> totals, () -> size, () -> {
        collections++;
        size = 100;
    });

    private static JournalTotals stored(long calls) {
        return new JournalTotals(calls, 0, 0, calls, 0, 0);
    }

    @Test
    void collectsOnceWhenCallsHaveCeasedAndTheHeapHasGrown() {
        totals = stored(7);
        size = 160;
        heap.look();
        assertThat(collections).as("a call came since the last look").isZero();
        heap.look();
        assertThat(collections).isEqualTo(1);
        heap.look();
        assertThat(collections).as("what lives now is no growth").isEqualTo(1);
    }

    @Test
    void collectsAgainAfterFurtherGrowthOnly() {
        size = 160;
        heap.look();
        totals = stored(1);
        heap.look();
        heap.look();
        assertThat(collections).isEqualTo(1);
        size = 101;
        heap.look();
        assertThat(collections).isEqualTo(2);
    }

    @Test
    void aHeapThatHasNotGrownIsLeftAlone() {
        heap.look();
        heap.look();
        assertThat(collections).isZero();
    }

    @Test
    void aCallUnderWayIsNotDisturbed() {
        assertLeftAlone(new JournalTotals(1, 1, 0, 0, 0, 0));
    }

    @Test
    void neitherIsTheWriterWhileCallsWait() {
        assertLeftAlone(new JournalTotals(1, 0, 1, 0, 0, 0));
    }

    private void assertLeftAlone(JournalTotals busy) {
        totals = busy;
        size = 160;
        heap.look();
        heap.look();
        assertThat(collections).isZero();
    }
}
