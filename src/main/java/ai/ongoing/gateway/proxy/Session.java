package ai.ongoing.gateway.proxy;

import ai.ongoing.gateway.proxy.ExchangeObserver.Ending;
import ai.ongoing.gateway.proxy.websocket.Tunnel;
import java.nio.ByteBuffer;
import reactor.core.Disposable;

/**
 * A call that has become a WebSocket: its frames pass until one side ends it. It ended well when one of them said so with
 * a close frame. Called on both event loops.
 */
final class Session implements Tunnel.Watcher {

    private final ExchangeObserver observer;
    private final Life life;
    private final Disposable http;
    private volatile boolean clientSaidGoodbye;

    /** @param http the connection as HTTP knows it, where its end would be taken for a failure */
    Session(ExchangeObserver observer, Life life, Disposable http) {
        this.observer = observer;
        this.life = life;
        this.http = http;
    }

    /** What the call around the session does. */
    interface Life {

        void moved();

        /** It is over; the first time counts. */
        void over(Ending ending);

        /** It is over, by the provider's fault. */
        void broken(Throwable cause);
    }

    @Override
    public void moved() {
        life.moved();
    }

    @Override
    public void toProvider(ByteBuffer text) {
        observer.requestBytes(text);
    }

    @Override
    public void toClient(ByteBuffer text) {
        observer.responseBytes(text);
    }

    @Override
    public void clientCloses() {
        clientSaidGoodbye = true;
    }

    @Override
    public void providerCloses() {
        life.over(Ending.COMPLETE);
    }

    @Override
    public void clientGone() {
        life.over(clientSaidGoodbye ? Ending.COMPLETE : Ending.CLIENT_DISCONNECTED);
    }

    @Override
    public void providerGone() {
        if (clientSaidGoodbye) {
            life.over(Ending.COMPLETE);
        } else {
            life.broken(new IllegalStateException("the provider left the session without a close frame"));
        }
        http.dispose();
    }
}
