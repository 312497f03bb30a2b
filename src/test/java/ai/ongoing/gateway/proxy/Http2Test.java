package ai.ongoing.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.proxy.ExchangeObserver.Ending;
import ai.ongoing.gateway.proxy.egress.Failures.Kind;
import ai.ongoing.gateway.testkit.Certificate;
import ai.ongoing.gateway.testkit.NoLeaks;
import ai.ongoing.gateway.testkit.RawClient;
import ai.ongoing.gateway.testkit.RawResponse;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** A provider that offers HTTP/2 by ALPN is spoken to in it; what clients send and get stays what it was. */
@ExtendWith(NoLeaks.class)
final class Http2Test {

    @TempDir
    private Path directory;

    private final Queue<String> protocols = new ConcurrentLinkedQueue<>();
    private final Set<String> connections = ConcurrentHashMap.newKeySet();

    private interface Conversation {

        void with(ProxyServer gateway) throws Exception;
    }

    /** Calls a provider that speaks HTTP/2 only. */
    private void over(BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> provider, Conversation talk)
            throws Exception {
        Certificate certificate = Certificate.of(directory, "ip:127.0.0.1");
        SslContext serving = SslContextBuilder.forServer(certificate.keyManagers())
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        "h2"))
                .build();
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .protocol(HttpProtocol.H2)
                .secure(tls -> tls.sslContext(serving))
                .handle((request, response) -> {
                    protocols.add(request.protocol());
                    connections.add(String.valueOf(request.remoteAddress()));
                    return provider.apply(request, response);
                })
                .bindNow();
        URI uri = URI.create("https://127.0.0.1:" + server.port() + "/base");
        try {
            certificate.trustedDuring(() -> {
                try (ProxyServer gateway = ProxyServer.before(uri)) {
                    talk.with(gateway);
                    return 0;
                }
            });
        } finally {
            server.disposeNow(Duration.ofSeconds(5));
        }
    }

    @Test
    void asksAndAnswersAsOverHttp11() throws Exception {
        List<String> seen = new ArrayList<>();
        over(
                (request, response) -> {
                    seen.add(request.method() + " " + request.uri());
                    request.requestHeaders().forEach(header -> seen.add(header.getKey() + ": " + header.getValue()));
                    return response.status(201)
                            .header("X-Answer", "yes")
                            .header("Content-Type", "application/json")
                            .send(request.receive().retain());
                },
                gateway -> {
                    try (RawClient client = gateway.connect()) {
                        client.head(
                                        "POST /openai/v1/x%2Fy?q=1 HTTP/1.1",
                                        "Host: gateway",
                                        "X-Twice: 1",
                                        "Connection: keep-alive, X-Mine",
                                        "X-Mine: no",
                                        "X-Twice: 2",
                                        "Content-Length: 5")
                                .send("hello");
                        RawResponse answer = client.readResponse();
                        assertThat(answer.status()).isEqualTo(201);
                        assertThat(answer.text()).isEqualTo("hello");
                        assertThat(answer.header("X-Answer")).isEqualTo("yes");
                        assertThat(answer.headerLines().toString().toLowerCase(java.util.Locale.ROOT))
                                .doesNotContain("x-http2", ":status");
                        assertThat(seen)
                                .contains("POST /base/v1/x%2Fy?q=1", "x-twice: 1", "x-twice: 2", "content-length: 5")
                                .noneMatch(line -> line.startsWith("x-mine"));
                    }
                    assertThat(gateway.exchange().end()).isEqualTo(new SeenExchange.End(Ending.COMPLETE, true));
                });
        assertThat(protocols).containsExactly("HTTP/2.0");
    }

    @Test
    void handsEachEventOnBeforeTheNextOneComes() throws Exception {
        CountDownLatch[] turns = {new CountDownLatch(1), new CountDownLatch(1)};
        Flux<String> events = Flux.range(0, 3)
                .concatMap(i -> Mono.fromCallable(() -> {
                            if (i > 0) {
                                turns[i - 1].await();
                            }
                            return "data: " + i + "\n\n";
                        })
                        .subscribeOn(reactor.core.scheduler.Schedulers.boundedElastic()));
        over((request, response) -> response.sse().sendString(events), gateway -> {
            try (RawClient client = gateway.connect()) {
                client.head("GET /openai/stream HTTP/1.1", "Host: x");
                client.readHead();
                assertThat(client.readRaw(14)).isEqualTo("9\r\ndata: 0\n\n\r\n");
                turns[0].countDown();
                assertThat(client.readRaw(14)).isEqualTo("9\r\ndata: 1\n\n\r\n");
                turns[1].countDown();
                assertThat(client.readRaw(19)).isEqualTo("9\r\ndata: 2\n\n\r\n0\r\n\r\n");
            }
        });
    }

    @Test
    void carriesManyCallsOnFewConnections() throws Exception {
        CountDownLatch all = new CountDownLatch(40);
        over(
                (request, response) -> {
                    if (request.uri().endsWith("/first")) {
                        return response.sendString(Mono.just("together"));
                    }
                    all.countDown();
                    return response.sendString(Mono.fromCallable(() -> {
                                all.await();
                                return "together";
                            })
                            .subscribeOn(reactor.core.scheduler.Schedulers.newBoundedElastic(60, 60, "waits")));
                },
                gateway -> {
                    try (RawClient first = gateway.connect()) {
                        first.head("GET /openai/first HTTP/1.1", "Host: x");
                        assertThat(first.readResponse().text()).isEqualTo("together");
                    }
                    List<RawClient> clients = new ArrayList<>();
                    for (int i = 0; i < 40; i++) {
                        clients.add(gateway.connect().head("GET /openai/x HTTP/1.1", "Host: x"));
                    }
                    for (RawClient client : clients) {
                        assertThat(client.readResponse().text()).isEqualTo("together");
                        client.close();
                    }
                });
        assertThat(connections.size()).isLessThan(40);
    }

    @Test
    void stopsAStreamWhoseClientLeavesAndKeepsTheConnectionForOthers() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        over(
                (request, response) -> request.uri().endsWith("/endless")
                        ? response.sse()
                                .sendString(Flux.interval(Duration.ofMillis(5))
                                        .map(i -> "data: " + i + "\n\n")
                                        .onBackpressureDrop()
                                        .doOnCancel(cancelled::countDown))
                        : response.sendString(Mono.just("fine")),
                gateway -> {
                    RawClient leaving = gateway.connect().head("GET /openai/endless HTTP/1.1", "Host: x");
                    leaving.readHead();
                    leaving.reset();
                    cancelled.await();
                    try (RawClient client = gateway.connect()) {
                        client.head("GET /openai/other HTTP/1.1", "Host: x");
                        assertThat(client.readResponse().text()).isEqualTo("fine");
                    }
                    assertThat(gateway.exchanges.getFirst().end().ending()).isEqualTo(Ending.CLIENT_DISCONNECTED);
                });
        assertThat(connections).hasSize(1);
    }

    @Test
    void carriesLargeBodiesBothWays() throws Exception {
        byte[] block = new byte[64 * 1024];
        new java.util.Random(5).nextBytes(block);
        int blocks = 320;
        over((request, response) -> response.send(request.receive().retain()), gateway -> {
            try (RawClient client = gateway.connect()) {
                client.head("PUT /openai/files HTTP/1.1", "Host: x", "Content-Length: " + blocks * block.length);
                Thread upload = Thread.ofVirtual().start(() -> {
                    try {
                        for (int i = 0; i < blocks; i++) {
                            client.send(block);
                        }
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });
                byte[] back = client.readResponse().body();
                upload.join();
                ByteArrayOutputStream sent = new ByteArrayOutputStream();
                for (int i = 0; i < blocks; i++) {
                    sent.writeBytes(block);
                }
                assertThat(java.util.Arrays.equals(back, sent.toByteArray()))
                        .as("%d bytes came back", back.length)
                        .isTrue();
            }
        });
    }

    @Test
    void cutsTheClientWhenTheProviderBreaksOff() throws Exception {
        over(
                (request, response) -> response.sse()
                        .sendString(Flux.concat(Mono.just("part"), Mono.error(new IllegalStateException("gone")))),
                gateway -> {
                    try (RawClient client = gateway.connect()) {
                        client.head("GET /openai/x HTTP/1.1", "Host: x");
                        client.readHead();
                        assertThat(client.readRaw(9)).isEqualTo("4\r\npart\r\n");
                        assertThat(client.readRaw(5)).isEmpty();
                    }
                    Awaitility.await().until(() -> gateway.exchange().ended());
                    assertThat(gateway.exchange().end()).isEqualTo(new SeenExchange.End(Ending.UPSTREAM_ERROR, false));
                });
    }

    @Test
    void dropsInterimAnswers() throws Exception {
        over(
                (request, response) -> {
                    response.withConnection(connection -> {
                        Future<?> _ = connection
                                .channel()
                                .writeAndFlush(new DefaultHttp2HeadersFrame(
                                        new DefaultHttp2Headers().status("103").set("link", "</x>; rel=preload")));
                    });
                    return response.header("X-Answer", "final").sendString(Mono.just("body"));
                },
                gateway -> {
                    for (int call = 0; call < 3; call++) {
                        try (RawClient client = gateway.connect()) {
                            client.head("GET /openai/x HTTP/1.1", "Host: x");
                            RawResponse answer = client.readResponse();
                            assertThat(answer.status()).isEqualTo(200);
                            assertThat(answer.header("X-Answer")).isEqualTo("final");
                            assertThat(answer.headers("link")).isEmpty();
                            assertThat(answer.text()).isEqualTo("body");
                        }
                    }
                });
        assertThat(protocols).containsOnly("HTTP/2.0");
    }

    /** The stream alone is reset, not its connection. */
    @Test
    void cutsTheClientWhenTheProviderResetsAStream() throws Exception {
        over(
                (request, response) -> request.uri().endsWith("/other")
                        ? response.sendString(Mono.just("fine"))
                        : response.sse()
                                .sendString(Flux.concat(
                                        Mono.just("part"),
                                        Mono.<String>never()
                                                .doOnSubscribe(body -> response.withConnection(
                                                        connection -> reset(connection.channel()))))),
                gateway -> {
                    try (RawClient client = gateway.connect()) {
                        client.head("GET /openai/x HTTP/1.1", "Host: x");
                        assertThatThrownBy(client::readResponse).isInstanceOf(java.io.IOException.class);
                    }
                    assertThat(gateway.exchange().end()).isEqualTo(new SeenExchange.End(Ending.UPSTREAM_ERROR, false));
                    Awaitility.await().until(() -> gateway.failures(Kind.ANSWER) == 1);
                    try (RawClient client = gateway.connect()) {
                        client.head("GET /openai/other HTTP/1.1", "Host: x");
                        assertThat(client.readResponse().text()).isEqualTo("fine");
                    }
                });
        assertThat(connections).hasSize(1);
    }

    /** Behind what was written before it. */
    private static void reset(Channel stream) {
        stream.eventLoop().execute(() -> {
            Future<?> _ = stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR));
        });
    }
}
