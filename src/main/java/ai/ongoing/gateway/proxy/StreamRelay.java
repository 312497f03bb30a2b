package ai.ongoing.gateway.proxy;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.util.context.Context;

/**
 * The provider's body on its way to one client, piece by piece and only as fast as the client takes it. The pieces are
 * borrowed: each is shown to the watcher, then retained for the client. When the client goes away, its demand ends, but
 * the provider is stopped only if nobody asks to {@link #drain}.
 */
final class StreamRelay extends Flux<ByteBuf> implements CoreSubscriber<ByteBuf>, Subscription {

    /** Is told what passes; on the provider's event loop, except {@link #clientGone}, which comes on the client's. */
    interface Watcher {

        void piece(ByteBuf piece);

        /** The last byte of the body was seen; comes before that byte goes on. May come twice. */
        void whole();

        void broken(Throwable cause);

        void clientGone();

        /** The client took something. */
        void moved();
    }

    private final Publisher<ByteBuf> body;
    private final Watcher watcher;
    private long left;
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile boolean gone;
    // Written by one thread each and read by a third, which only wants a hint.
    private long demanded;
    private long passed;
    private CoreSubscriber<? super ByteBuf> client = new Nobody();
    private volatile Subscription provider = new NoSubscription();

    /**
     * A relay for one body and one client.
     *
     * @param contentLength bytes to come; negative when only the end tells
     */
    StreamRelay(Publisher<ByteBuf> body, long contentLength, Watcher watcher) {
        this.body = body;
        this.left = contentLength;
        this.watcher = watcher;
    }

    @Override
    public void subscribe(CoreSubscriber<? super ByteBuf> subscriber) {
        client = subscriber;
        ask();
    }

    /** Reads the rest for the watcher alone, without any client: the watcher ends it by {@link #stop}. */
    void drain() {
        gone = true;
        ask();
        provider.request(Long.MAX_VALUE);
    }

    /** Asks for the body, which may be done once. */
    private void ask() {
        if (asked.compareAndSet(false, true)) {
            body.subscribe(this);
        }
    }

    /** Stops the provider. */
    void stop() {
        gone = true;
        provider.cancel();
    }

    /** Whether the client could have taken more than the provider sent: then silence is the provider's. */
    boolean waitsForProvider() {
        return demanded > passed;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        provider = subscription;
        if (gone) {
            subscription.request(Long.MAX_VALUE);
        } else {
            client.onSubscribe(this);
        }
    }

    @Override
    public void onNext(ByteBuf piece) {
        watcher.piece(piece);
        passed++;
        if (left > 0) {
            left -= piece.readableBytes();
            if (left <= 0) {
                // With a length, this piece is the end for the client: what must come before the end comes now.
                watcher.whole();
            }
        }
        if (!gone) {
            client.onNext(piece.retain());
        }
    }

    @Override
    public void onError(Throwable cause) {
        watcher.broken(cause);
        if (!gone) {
            client.onError(cause);
        }
    }

    @Override
    public void onComplete() {
        watcher.whole();
        if (!gone) {
            client.onComplete();
        }
    }

    @Override
    public void request(long count) {
        demanded += count;
        watcher.moved();
        provider.request(count);
    }

    @Override
    public void cancel() {
        if (!gone) {
            watcher.clientGone();
        }
    }

    @Override
    public Context currentContext() {
        return client.currentContext();
    }

    /** Lets somebody look at a piece without moving it; without an array where its memory is in one part. */
    static void show(ByteBuf piece, Consumer<ByteBuffer> eye) {
        if (piece.nioBufferCount() == 1) {
            eye.accept(piece.nioBuffer());
        } else {
            for (ByteBuffer part : piece.nioBuffers()) {
                eye.accept(part);
            }
        }
    }

    /** Stands in before there is a client, and when there never will be one. */
    private static final class Nobody implements CoreSubscriber<ByteBuf> {

        @Override
        public void onSubscribe(Subscription subscription) {
            // nobody waits
        }

        @Override
        public void onNext(ByteBuf piece) {
            piece.release();
        }

        @Override
        public void onError(Throwable cause) {
            // nobody waits
        }

        @Override
        public void onComplete() {
            // nobody waits
        }
    }

    /** Stands in before the body was asked for. */
    private static final class NoSubscription implements Subscription {

        @Override
        public void request(long count) {
            // nothing to ask
        }

        @Override
        public void cancel() {
            // nothing to stop
        }
    }
}
