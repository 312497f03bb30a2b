package ai.ongoing.gateway.proxy;

import ai.ongoing.gateway.config.ProxyConfig;
import ai.ongoing.gateway.config.ProxyConfig.OnClientDisconnect;
import ai.ongoing.gateway.proxy.ExchangeObserver.Ending;
import ai.ongoing.gateway.proxy.websocket.Tunnel;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientResponse;

/**
 * One call on its way to a provider and back: the byte pump. Two event loops may work on it at once, the client's and
 * the provider's; whoever sees the end first ends it, exactly once. A few hundred bytes, nothing kept per piece.
 */
final class Passage implements Upstream.Call, StreamRelay.Watcher, Session.Life, IdleWatch.Exchange {

    /** How far an answer is read on for its usage when its client has gone. */
    private static final long DRAIN_BYTES = 1024 * 1024;

    private final ProxyHandler handler;
    private final Caller caller;
    private final UpstreamRequest toProvider;
    private final ExchangeObserver observer;
    private final Channel client;
    private final IdleWatch idleWatch;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean answerChosen = new AtomicBoolean();
    private final Disposable.Swap call = Disposables.swap();

    private volatile @Nullable MonoSink<Void> sink;
    private volatile @Nullable Connection provider;
    private volatile @Nullable StreamRelay relay;
    private volatile boolean requestWhole;
    private volatile boolean clientGone;
    private volatile boolean session;
    private volatile int status = 499;
    private long drained;

    Passage(ProxyHandler handler, Caller caller, UpstreamRequest toProvider, ExchangeObserver observer) {
        this.handler = handler;
        this.caller = caller;
        this.toProvider = toProvider;
        this.observer = observer;
        this.client = caller.channel();
        this.requestWhole = !toProvider.hasBody();
        ProxyConfig config = handler.config();
        this.idleWatch = new IdleWatch(client, config.idleTimeout(), config.uploadTimeout(), this);
    }

    /** Runs the exchange when the server subscribes; completes when the answer is written. */
    Mono<Void> run() {
        return Mono.create(subscriber -> {
            sink = subscriber;
            subscriber.onCancel(this::clientGone);
            subscriber.onDispose(this::answerWritten);
            idleWatch.start();
            call.update(Flux.from(handler.upstream().send(toProvider, this))
                    .subscribe(nothing -> {}, this::failed, subscriber::success));
        });
    }

    @Override
    public Publisher<?> connected(Connection connection) {
        provider = connection;
        if (ended.get()) {
            Upstream.stop(connection);
        }
        idleWatch.touch();
        Flux<ByteBuf> pieces = caller.request().receive().doOnRequest(idleWatch::providerTakes);
        return pieces.map(this::requestPiece).doOnComplete(() -> {
            requestWhole = true;
            idleWatch.touch();
        });
    }

    private ByteBuf requestPiece(ByteBuf piece) {
        idleWatch.uploaded(piece.readableBytes());
        StreamRelay.show(piece, observer::requestBytes);
        return piece.retain();
    }

    @Override
    public Publisher<Void> answered(HttpClientResponse response, Connection connection) {
        idleWatch.touch();
        List<String> received = Caller.pairs(response.responseHeaders());
        String flaw = AnswerHead.flaw(response.status().code(), received);
        if (flaw != null) {
            return Mono.error(new IllegalStateException("the provider answered with " + flaw));
        }
        if (!answerChosen.compareAndSet(false, true)) {
            Upstream.stop(connection);
            return Mono.empty();
        }
        AnswerHead head = AnswerHead.of(toProvider.method(), response.status().code(), received);
        status = head.status();
        if (status == HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
            return switched(head, connection);
        }
        observer.responseHead(head.status(), head.headers());
        StreamRelay passing = new StreamRelay(connection.inbound().receive(), head.contentLength(), this);
        relay = passing;
        if (clientGone) {
            passing.drain();
            return Mono.empty();
        }
        if (head.bodyless()) {
            end(Ending.COMPLETE, true, null);
        }
        caller.begin(response.status(), head, observer.traceId());
        return caller.response().send(passing, piece -> head.flushEachPiece()).then();
    }

    /** The provider speaks another protocol from here on: the one the client asked for, or nothing that can be passed. */
    private Publisher<Void> switched(AnswerHead head, Connection connection) {
        if (!toProvider.webSocket() || !head.webSocket()) {
            return Mono.error(new IllegalStateException("the provider switched to a protocol nobody asked for"));
        }
        session = true;
        observer.responseHead(head.status(), head.headers());
        String toClient = caller.upgradeHead(head, observer.traceId());
        Tunnel.join(client, connection.channel(), toClient, new Session(observer, this, connection));
        // The tunnel ends it: as HTTP it would look unfinished for ever.
        return Mono.never();
    }

    @Override
    public void over(Ending ending) {
        end(ending, ending == Ending.COMPLETE, null);
    }

    @Override
    public void piece(ByteBuf piece) {
        idleWatch.touch();
        StreamRelay.show(piece, observer::responseBytes);
        if (clientGone) {
            drained += piece.readableBytes();
            if (drained > DRAIN_BYTES) {
                abort(Ending.CLIENT_DISCONNECTED, null);
            }
        }
    }

    @Override
    public void whole() {
        end(clientGone ? Ending.CLIENT_DISCONNECTED : Ending.COMPLETE, true, null);
    }

    @Override
    public void broken(Throwable cause) {
        end(clientGone ? Ending.CLIENT_DISCONNECTED : Ending.UPSTREAM_ERROR, false, cause);
    }

    @Override
    public void moved() {
        idleWatch.touch();
    }

    /** The exchange failed: before an answer was begun it gets the gateway's own, after that it can only be cut. */
    private void failed(Throwable cause) {
        if (!client.isActive() || clientGone) {
            if (relay == null) {
                abort(Ending.CLIENT_DISCONNECTED, null);
            } else {
                // Not the provider failed but the way to the client; that was perhaps not told yet.
                clientGone();
            }
        } else if (!session && !caller.response().hasSentHeaders()) {
            answerChosen.set(true);
            answerHere(LocalAnswer.UPSTREAM_FAILED, Ending.UPSTREAM_ERROR, cause);
        } else {
            abort(Ending.UPSTREAM_ERROR, cause);
            caller.cut();
        }
    }

    private void answerHere(LocalAnswer answer, Ending ending, Throwable cause) {
        status = answer.status();
        observer.responseHead(answer.status(), answer.headers());
        abort(ending, cause);
        MonoSink<Void> subscriber = sink;
        if (subscriber != null) {
            client.eventLoop()
                    .execute(() -> caller.write(answer, observer.traceId())
                            .subscribe(nothing -> {}, subscriber::error, subscriber::success));
        }
    }

    @Override
    public void clientGone() {
        if (clientGone) {
            return;
        }
        clientGone = true;
        boolean drain = handler.route().onClientDisconnect() == OnClientDisconnect.DRAIN;
        if (!drain || !requestWhole || ended.get()) {
            abort(Ending.CLIENT_DISCONNECTED, null);
            return;
        }
        idleWatch.endIn(handler.longestDrain(), () -> abort(Ending.CLIENT_DISCONNECTED, null));
        StreamRelay passing = relay;
        if (passing != null) {
            passing.drain();
        }
    }

    @Override
    public boolean waitsForUpload() {
        Connection toward = provider;
        boolean due = !requestWhole && !answerChosen.get();
        return due && toward != null && toward.channel().isWritable();
    }

    @Override
    public boolean giveUp(boolean clientsFault, Throwable silence) {
        if (!answerChosen.compareAndSet(false, true)) {
            return false;
        }
        answerHere(
                clientsFault ? LocalAnswer.CLIENT_SILENT : LocalAnswer.UPSTREAM_SILENT,
                clientsFault ? Ending.CLIENT_DISCONNECTED : Ending.UPSTREAM_ERROR,
                silence);
        return true;
    }

    @Override
    public void idle(Throwable silence) {
        if (!ended.get() && !clientGone && giveUp(idleWatch.waitsForClient(), silence)) {
            return;
        }
        StreamRelay passing = relay;
        boolean providerStalls = !clientGone && (passing == null || passing.waitsForProvider());
        Ending whose = providerStalls ? Ending.UPSTREAM_ERROR : Ending.CLIENT_DISCONNECTED;
        abort(session ? Ending.INTERRUPTED : whose, silence);
        caller.cut();
    }

    /** The gateway stops. */
    void interrupt() {
        abort(Ending.INTERRUPTED, null);
        caller.cut();
    }

    /** Ends the exchange and stops the provider at once: an answer nobody reads must not go on costing. */
    private void abort(Ending ending, @Nullable Throwable cause) {
        if (!end(ending, false, cause)) {
            // The provider's connection may be serving another call by now.
            return;
        }
        StreamRelay passing = relay;
        if (passing != null) {
            passing.stop();
        }
        call.dispose();
        Connection toward = provider;
        if (toward != null) {
            Upstream.stop(toward);
        }
    }

    /** The first time counts; then a fault of the provider is told, for which there is a cause. */
    private boolean end(Ending ending, boolean answerWhole, @Nullable Throwable cause) {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        if (ending == Ending.UPSTREAM_ERROR && cause != null) {
            handler.failed(caller, cause, provider != null);
        }
        observer.finished(ending, answerWhole);
        handler.noted(caller, status);
        handler.left(this);
        if (clientGone) {
            idleWatch.stop();
        }
        return true;
    }

    /** Written, or given up: what has ended and is still being written stays watched. */
    private void answerWritten() {
        if (ended.get()) {
            idleWatch.stop();
        }
    }
}
