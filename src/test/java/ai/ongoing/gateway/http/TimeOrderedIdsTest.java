package ai.ongoing.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest {

    private static final long NOON = 1_790_000_000_123L;

    private final AtomicLong clock = new AtomicLong(NOON);
    private final TimeOrderedIds ids = new TimeOrderedIds(clock::get);

    @Test
    void carriesTimeVersionAndVariantOfRfc9562() {
        String id = ids.next();
        assertThat(id).matches("[0-9a-f]{32}");
        assertThat(Long.parseLong(id.substring(0, 12), 16)).isEqualTo(NOON);
        assertThat(id.charAt(12)).isEqualTo('7');
        assertThat("89ab").contains(id.substring(16, 17));
    }

    @Test
    void neverGoesBackwardsEvenWhenTheClockDoes() {
        List<String> made = Stream.generate(ids::next).limit(5000).toList();
        clock.addAndGet(-60_000);
        List<String> later = Stream.generate(ids::next).limit(5000).toList();
        assertThat(made).isSorted().doesNotHaveDuplicates();
        assertThat(later).isSorted();
        assertThat(later.getFirst()).isGreaterThan(made.getLast());
    }

    @Test
    void makesNoIdTwiceOnManyThreads() {
        ConcurrentLinkedQueue<String> made = new ConcurrentLinkedQueue<>();
        IntStream.range(0, 40_000).parallel().forEach(i -> made.add(ids.next()));
        Set<String> distinct = new HashSet<>(made);
        assertThat(distinct).hasSize(40_000);
    }
}
