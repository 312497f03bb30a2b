package ai.ongoing.gateway.proxy;

import ai.ongoing.gateway.config.ProviderConfig;
import ai.ongoing.gateway.config.ProvidersConfig;
import ai.ongoing.gateway.config.ProxyConfig;
import ai.ongoing.gateway.config.ProxyConfig.OnClientDisconnect;
import ai.ongoing.gateway.http.Cors;
import ai.ongoing.gateway.http.RequestLog;
import ai.ongoing.gateway.proxy.egress.EnvironmentProxy;
import ai.ongoing.gateway.proxy.egress.Failures;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.RawClient;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** The proxy path on a real server on loopback, without the rest of the house. */
final class ProxyServer implements AutoCloseable {

    static final ProxyConfig USUAL = new ProxyConfig(
            Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(5), 100, OnClientDisconnect.CANCEL);

    private static final String KEY_HEADER = "X-Team-Key";

    final List<SeenExchange> exchanges = new CopyOnWriteArrayList<>();
    final Queue<RequestLog.Entry> log = new ConcurrentLinkedQueue<>();
    final ProxyRoutes routes;
    volatile boolean accepting = true;
    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final DisposableServer server;

    private ProxyServer(URI upstream, ProxyConfig config, Map<String, String> environment) {
        this(upstream, new ProxyHandler.Settings(config, KEY_HEADER), environment);
    }

    private ProxyServer(URI upstream, ProxyHandler.Settings settings, Map<String, String> environment) {
        ProxyConfig config = settings.proxy();
        ProviderConfig openai = new ProviderConfig("openai", upstream, "/openai", config.onClientDisconnect());
        ProviderConfig anthropic = new ProviderConfig("anthropic", upstream, "/anthropic", config.onClientDisconnect());
        Cors cors = new Cors(List.of("https://console.example.com"), "X-OngoingAI-Gateway-Key");
        ProxyRoutes.Ports ports = new ProxyRoutes.Ports(() -> accepting, this::open, log::add, cors);
        this.routes = new ProxyRoutes(
                new ProvidersConfig(openai, anthropic), settings, new EnvironmentProxy(environment), ports);
        this.server = HttpServer.create()
                .host("127.0.0.1")
                .channelGroup(clients)
                .port(0)
                .httpRequestDecoder(decoder -> decoder.maxHeaderSize(1024 * 1024))
                .route(all -> routes.register(all).route(any -> true, (request, response) -> response.sendNotFound()))
                .bindNow();
    }

    static ProxyServer before(URI upstream) {
        return new ProxyServer(upstream, USUAL, Map.of());
    }

    static ProxyServer before(URI upstream, ProxyConfig config) {
        return new ProxyServer(upstream, config, Map.of());
    }

    /** With these variables saying how to get to the provider. */
    static ProxyServer before(URI upstream, ProxyConfig config, Map<String, String> environment) {
        return new ProxyServer(upstream, config, environment);
    }

    /** Reads an answer on for so long when its client has gone. */
    static ProxyServer draining(URI upstream, Duration most) {
        ProxyConfig config = new ProxyConfig(
                Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(5), 10, OnClientDisconnect.DRAIN);
        return new ProxyServer(upstream, new ProxyHandler.Settings(config, KEY_HEADER, most), Map.of());
    }

    static ProxyConfig idleAfter(Duration idle) {
        return new ProxyConfig(idle, Duration.ofSeconds(30), Duration.ofSeconds(5), 100, OnClientDisconnect.CANCEL);
    }

    static ProxyConfig uploadingWithin(Duration upload) {
        return new ProxyConfig(Duration.ofSeconds(30), upload, Duration.ofSeconds(5), 100, OnClientDisconnect.CANCEL);
    }

    static ProxyConfig connectingWithin(int seconds) {
        return new ProxyConfig(
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(seconds),
                100,
                OnClientDisconnect.CANCEL);
    }

    /** How often the way to the OpenAI upstream failed so. */
    long failures(Failures.Kind kind) {
        ProxyRoutes.Egress egress = routes.egress().get("openai");
        return egress == null ? -1 : egress.failures().of(kind);
    }

    /** Calls that wait for a connection to the OpenAI upstream. */
    int waiting() {
        ProxyRoutes.Egress egress = routes.egress().get("openai");
        return egress == null ? -1 : egress.connections().waiting();
    }

    /** Connections to the OpenAI upstream that carry a call. */
    int used() {
        ProxyRoutes.Egress egress = routes.egress().get("openai");
        return egress == null ? -1 : egress.connections().used();
    }

    private ExchangeObserver open(ExchangeFactory.IncomingCall call) {
        SeenExchange exchange = new SeenExchange(call, "trace-" + (exchanges.size() + 1));
        exchanges.add(exchange);
        return exchange;
    }

    int port() {
        return server.port();
    }

    RawClient connect() throws IOException {
        return RawClient.connect(port());
    }

    /** A client asks, and leaves when the provider has its question. */
    void leftAfterAsking(FakeUpstream upstream) throws IOException {
        try (RawClient client = connect()) {
            ask(client);
            Awaitility.await().until(() -> !upstream.received().isEmpty());
        }
    }

    /** A client asks, and breaks off when it has read so many letters behind the answer's head. */
    void leftAfterReading(int letters) throws IOException {
        RawClient client = connect();
        ask(client);
        client.readHead();
        client.readRaw(letters);
        client.reset();
    }

    private static void ask(RawClient client) throws IOException {
        client.head("POST /openai/v1/x HTTP/1.1", "Host: x", "Content-Length: 2")
                .send("{}");
    }

    /** The only exchange so far, once there is one. */
    SeenExchange exchange() {
        Awaitility.await().until(() -> !exchanges.isEmpty());
        return exchanges.getFirst();
    }

    /** Waits until the gateway has noticed that every client is gone. */
    void awaitClientsGone() {
        Awaitility.await().until(clients::isEmpty);
    }

    /** The only log line so far, once there is one. */
    RequestLog.Entry logged() {
        Awaitility.await().until(() -> !log.isEmpty());
        return log.element();
    }

    @Override
    public void close() {
        routes.close();
        server.disposeNow(Duration.ofSeconds(5));
    }
}
