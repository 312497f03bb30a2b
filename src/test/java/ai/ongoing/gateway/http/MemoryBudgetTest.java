package ai.ongoing.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class MemoryBudgetTest {

    private static final int MOST = 1_000;
    private static final int ROUNDS = 1_000_000;

    private final MemoryBudget budget = new MemoryBudget(MOST);

    @Test
    void givesOutAllThereIsAndNoByteMore() {
        assertThat(budget.take(999)).isTrue();
        assertThat(budget.take(2)).isFalse();
        assertThat(budget.taken()).isEqualTo(999);
        assertThat(budget.take(1)).isTrue();
        assertThat(budget.take(0)).isTrue();
        assertThat(budget.take(1)).isFalse();
    }

    @Test
    void whatIsGivenBackIsThereToBeTakenAgain() {
        assertThat(budget.take(MOST)).isTrue();
        budget.give(400);
        assertThat(budget.take(401)).isFalse();
        assertThat(budget.take(400)).isTrue();
        budget.give(MOST);
        assertThat(budget.taken()).isZero();
    }

    @Test
    void refusesMoreThanAnyoneCanHave() {
        assertThat(budget.take(1)).isTrue();
        assertThat(budget.take(Long.MAX_VALUE)).isFalse();
        assertThat(budget.taken()).isEqualTo(1);
    }

    @Test
    void aLargeOneThatIsRefusedIsInNobodysWayMeanwhile() throws Exception {
        CountDownLatch begun = new CountDownLatch(3);
        AtomicBoolean over = new AtomicBoolean();
        Callable<Integer> large = () -> {
            begun.countDown();
            int granted = 0;
            while (!over.get()) {
                granted += budget.take(MOST + 1) ? 1 : 0;
            }
            return granted;
        };
        Callable<Integer> small = () -> {
            begun.await();
            int granted = 0;
            for (int i = 0; i < ROUNDS; i++) {
                if (budget.take(MOST)) {
                    granted++;
                    budget.give(MOST);
                }
            }
            over.set(true);
            return granted;
        };
        assertThat(atOnce(List.of(large, large, large, small))).containsExactly(0, 0, 0, ROUNDS);
    }

    @Test
    void manyAtOnceNeverHoldMoreThanThereIs() throws Exception {
        List<Callable<Long>> takers = new ArrayList<>();
        for (int seed = 0; seed < 4; seed++) {
            Random random = new Random(seed);
            takers.add(() -> mostSeenBy(random));
        }
        assertThat(atOnce(takers)).allSatisfy(seen -> assertThat(seen).isBetween(1L, (long) MOST));
        assertThat(budget.taken()).isZero();
    }

    private long mostSeenBy(Random random) {
        long most = 0;
        for (int i = 0; i < ROUNDS; i++) {
            int bytes = 1 + random.nextInt(MOST / 2);
            if (budget.take(bytes)) {
                most = Math.max(most, budget.taken());
                budget.give(bytes);
            }
        }
        return most;
    }

    private static <T> List<T> atOnce(List<Callable<T>> all) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(all.size())) {
            List<T> results = new ArrayList<>();
            for (Future<T> one : threads.invokeAll(all)) {
                results.add(one.get());
            }
            return results;
        }
    }
}
