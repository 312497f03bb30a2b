package ai.ongoing.gateway.provider;

import ai.ongoing.gateway.testkit.RecordedTraffic.Recording;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Feeds bodies to the readers in pieces of any size. */
final class Replay {

    private Replay() {}

    /** All bytes at once; the other ways of cutting give the size of the next piece from what is left. */
    static IntUnaryOperator whole() {
        return left -> left;
    }

    static IntUnaryOperator byteByByte() {
        return left -> 1;
    }

    static IntUnaryOperator atRandom(Random random) {
        int largest = 1 << random.nextInt(12);
        return left -> 1 + random.nextInt(largest);
    }

    static ResponseFacts factsOf(
            Recording recording, @Nullable String coding, byte[] body, IntUnaryOperator sizeOfNext) {
        Provider provider = recording.provider().equals("anthropic") ? Provider.ANTHROPIC : Provider.OPENAI;
        ResponseHead head = new ResponseHead(
                recording.request().method(),
                recording.request().path(),
                recording.response().status(),
                recording.response().header("content-type"),
                coding);
        return factsOf(provider.responseReader(head), body, sizeOfNext, true);
    }

    static ResponseFacts factsOf(ResponseReader reader, byte[] body, IntUnaryOperator sizeOfNext, boolean complete) {
        try (reader) {
            boolean direct = false;
            for (int from = 0; from < body.length; ) {
                int size = Math.min(body.length - from, sizeOfNext.applyAsInt(body.length - from));
                ByteBuffer piece = direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
                reader.accept(piece.put(body, from, size).flip());
                direct = !direct;
                from += size;
            }
            return reader.facts(complete);
        }
    }

    static RequestFacts requestFactsOf(Recording recording, IntUnaryOperator sizeOfNext) {
        RequestReader reader = Provider.OPENAI.requestReader(
                recording.request().method(),
                recording.request().path(),
                recording.request().header("content-type"));
        return requestFactsOf(reader, recording.request().body(), sizeOfNext);
    }

    static RequestFacts requestFactsOf(RequestReader reader, byte[] body, IntUnaryOperator sizeOfNext) {
        for (int from = 0; from < body.length; ) {
            int size = Math.min(body.length - from, sizeOfNext.applyAsInt(body.length - from));
            reader.accept(ByteBuffer.wrap(body, from, size).asReadOnlyBuffer());
            from += size;
        }
        return reader.facts();
    }
}
