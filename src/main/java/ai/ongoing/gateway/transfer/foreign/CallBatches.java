package ai.ongoing.gateway.transfer.foreign;

import ai.ongoing.gateway.pricing.Cost;
import ai.ongoing.gateway.trace.Trace;
import ai.ongoing.gateway.trace.TraceSink;
import ai.ongoing.gateway.transfer.foreign.ForeignGateway.Sums;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Hands calls to the store in batches that are bounded by what their bodies weigh, and adds them up. */
final class CallBatches implements Consumer<Trace> {

    private static final int CALLS = 500;
    private static final long LETTERS = 1 << 20;

    private final TraceSink sink;
    private final LongConsumer progress;
    private final List<Trace> batch = new ArrayList<>();
    private long letters;
    private Sums sums = Sums.NONE;

    /** @param progress hears how many calls have been stored */
    CallBatches(TraceSink sink, LongConsumer progress) {
        this.sink = sink;
        this.progress = progress;
    }

    @Override
    public void accept(Trace trace) {
        batch.add(trace);
        letters += trace.request().body().text().length()
                + trace.response().body().text().length();
        sums = sums.plus(trace.cost() instanceof Cost.Priced priced ? priced.nanoDollars() : 0);
        if (batch.size() == CALLS || letters >= LETTERS) {
            send();
        }
    }

    private void send() {
        sink.save(List.copyOf(batch));
        batch.clear();
        letters = 0;
        progress.accept(sums.calls());
    }

    /** Stores the rest, and says what all of it comes to. */
    Sums end() {
        if (!batch.isEmpty()) {
            send();
        }
        return sums;
    }
}
