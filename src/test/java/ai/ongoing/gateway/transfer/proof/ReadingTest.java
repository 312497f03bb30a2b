package ai.ongoing.gateway.transfer.proof;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.RowStream;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever takes the rows hears how reading them ended, whatever ended it. */
class ReadingTest {

    private static RowStream failing(Supplier<? extends Error> failure) {
        return new RowStream() {
            @Override
            public boolean next(RowBatch batch, int rows) {
                throw failure.get();
            }

            @Override
            public void close() {}
        };
    }

    @Test
    @Timeout(60)
    void waitsForNoReaderThatRanOutOfMemory() {
        try (Reading reading = Reading.hashing(failing(() -> new OutOfMemoryError("a row of a gigabyte")), 1)) {
            assertThatThrownBy(reading::next)
                    .isInstanceOf(OutOfMemoryError.class)
                    .hasMessage("a row of a gigabyte");
        }
    }
}
