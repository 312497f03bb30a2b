package ai.ongoing.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.testkit.Answer;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.NoLeaks;
import ai.ongoing.gateway.testkit.RawClient;
import ai.ongoing.gateway.testkit.RawResponse;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What reaches the provider, and what of its answer reaches the client. */
@ExtendWith(NoLeaks.class)
class ForwardingTest {

    private final FakeUpstream upstream = FakeUpstream.start().answer(Answer.json("200 OK", "{\"ok\":true}"));
    private final ProxyServer gateway = ProxyServer.before(URI.create(upstream.uri() + "/base/?v=1"));

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    private RawResponse ask(String... head) throws Exception {
        try (RawClient client = gateway.connect()) {
            return client.head(head).readResponse();
        }
    }

    @Test
    void leavesPathEncodingQueryAndHeaderOrderAsTheyCame() throws Exception {
        ask(
                "GET /openai/v1/a%2Fb%20c/d|e?q=%C3%A9&q=2 HTTP/1.1",
                "Host: gateway:8080", "x-b: 1", "X-A: 2", "x-b: 3", "Accept-Encoding: gzip, zstd");
        assertThat(upstream.lastReceived().requestLine())
                .isEqualTo("GET /base/v1/a%2Fb%20c/d|e?v=1&q=%C3%A9&q=2 HTTP/1.1");
        assertThat(upstream.lastReceived().headerLines())
                .isEqualTo(List.of(
                        "Host: 127.0.0.1:" + upstream.port(),
                        "x-b: 1",
                        "X-A: 2",
                        "x-b: 3",
                        "Accept-Encoding: gzip, zstd"));
    }

    @Test
    void sendsABodyWithItsLengthAndOrderKept() throws Exception {
        try (RawClient client = gateway.connect()) {
            client.head(
                            "POST /anthropic HTTP/1.1",
                            "Content-Length: 5",
                            "Host: x",
                            "Authorization: Bearer k",
                            "X-Request-ID: mine")
                    .send("hel");
            client.send("lo");
            assertThat(client.readResponse().text()).isEqualTo("{\"ok\":true}");
        }
        assertThat(upstream.lastReceived().requestLine()).isEqualTo("POST /base/?v=1 HTTP/1.1");
        assertThat(upstream.lastReceived().headerLines())
                .isEqualTo(List.of(
                        "Content-Length: 5",
                        "Host: 127.0.0.1:" + upstream.port(),
                        "Authorization: Bearer k",
                        "X-Request-ID: mine"));
        assertThat(upstream.lastReceived().bodyText()).isEqualTo("hello");
        SeenExchange seen = gateway.exchange();
        assertThat(seen.end()).isEqualTo(new SeenExchange.End(ExchangeObserver.Ending.COMPLETE, true));
        assertThat(seen.requestText()).isEqualTo("hello");
        assertThat(seen.responseText()).isEqualTo("{\"ok\":true}");
        assertThat(seen.call.path()).isEqualTo("/");
        assertThat(seen.call.correlationId()).isEqualTo("mine");
    }

    @Test
    void keepsConnectionAndGatewayHeadersToItself() throws Exception {
        ask(
                "GET /openai/v1/models HTTP/1.1",
                "Host: x",
                "Connection: close, X-Hop",
                "X-Hop: 1",
                "Keep-Alive: 5",
                "Proxy-Connection: a",
                "Proxy-Authorization: b",
                "TE: trailers",
                "Upgrade: h2c",
                "X-OngoingAI-Gateway-Key: secret",
                "x-ongoingai-trace-group-id: g",
                "X-Team-Key: secret",
                "X-Forwarded-For: 10.0.0.1");
        assertThat(upstream.lastReceived().headerLines())
                .isEqualTo(List.of("Host: 127.0.0.1:" + upstream.port(), "X-Forwarded-For: 10.0.0.1"));
    }

    @Test
    void forwardsChunksAsChunks() throws Exception {
        try (RawClient client = gateway.connect()) {
            client.head("DELETE /openai/v1/files/1 HTTP/1.1", "Host: x", "Transfer-Encoding: chunked")
                    .send("3\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: no\r\n\r\n");
            client.readResponse();
        }
        assertThat(upstream.lastReceived().headerLines()).contains("Transfer-Encoding: chunked");
        assertThat(upstream.lastReceived().header("Content-Length")).isNull();
        assertThat(upstream.lastReceived().bodyText()).isEqualTo("abcde");
    }

    @Test
    void sendsNoFramingForAPostWithoutABody() throws Exception {
        ask("POST /openai/v1/x HTTP/1.1", "Host: x");
        assertThat(upstream.lastReceived().headerLines()).containsExactly("Host: 127.0.0.1:" + upstream.port());
        ask("POST /openai/v1/x HTTP/1.1", "Content-Length: 0", "Host: x");
        assertThat(upstream.lastReceived().headers("Content-Length")).containsExactly("0");
    }

    @Test
    void handsTheAnswersHeadOnAsItCame() throws Exception {
        upstream.answer((request, wire) -> wire.head(
                        "299 Quite Fine",
                        "x-two: b",
                        "Set-Cookie: a=1",
                        "X-One: a",
                        "set-cookie: b=2",
                        "Connection: keep-alive, X-Hop",
                        "X-Hop: 1",
                        "Keep-Alive: timeout=5",
                        "X-OngoingAI-Trace-ID: not-ours",
                        "Content-Length: 2")
                .text("ok"));
        RawResponse response = ask("GET /openai/x HTTP/1.1", "Host: x", "X-Request-ID: abc");
        assertThat(response.statusLine()).isEqualTo("HTTP/1.1 299 Quite Fine");
        assertThat(response.headerLines())
                .containsExactly(
                        "X-OngoingAI-Correlation-ID: abc",
                        "X-OngoingAI-Trace-ID: trace-1",
                        "x-two: b",
                        "Set-Cookie: a=1",
                        "X-One: a",
                        "set-cookie: b=2",
                        "Content-Length: 2");
        assertThat(response.text()).isEqualTo("ok");
    }

    @Test
    void followsNoRedirectAndDecodesNothing() throws Exception {
        byte[] body = {0x1f, (byte) 0x8b, 8, 0, 1, 2, 3};
        upstream.answer(Answer.of("302 Found", body)
                .header("Location: /elsewhere")
                .header("Content-Encoding: gzip")
                .withLength());
        RawResponse response = ask("GET /openai/x HTTP/1.1", "Host: x");
        assertThat(response.status()).isEqualTo(302);
        assertThat(response.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(response.body()).isEqualTo(body);
        assertThat(upstream.received()).hasSize(1);
    }

    @Test
    void ignoresInterimAnswers() throws Exception {
        upstream.answer((request, wire) -> wire.head("100 Continue")
                .head("103 Early Hints", "Link: </a>")
                .head("102 Processing")
                .head("200 OK", "Content-Length: 2")
                .text("ok"));
        RawResponse response = ask("GET /openai/x HTTP/1.1", "Host: x");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).isEqualTo("ok");
    }

    @Test
    void answersExpectContinueItself() throws Exception {
        try (RawClient client = gateway.connect()) {
            client.head("POST /openai/x HTTP/1.1", "Host: x", "Expect: 100-continue", "Content-Length: 2");
            assertThat(client.readHead().getFirst()).isEqualTo("HTTP/1.1 100 Continue");
            client.send("ab");
            assertThat(client.readResponse().status()).isEqualTo(200);
        }
        assertThat(upstream.lastReceived().header("Expect")).isNull();
        assertThat(upstream.lastReceived().bodyText()).isEqualTo("ab");
    }

    @Test
    void endsBodilessAnswersAtTheirHead() throws Exception {
        try (RawClient client = gateway.connect()) {
            upstream.answer((request, wire) -> wire.head("200 OK", "Content-Length: 42"));
            client.head("HEAD /openai/x HTTP/1.1", "Host: x");
            RawResponse head = client.readHeadResponse();
            assertThat(head.header("Content-Length")).isEqualTo("42");

            upstream.answer((request, wire) -> wire.head("204 No Content", "X-A: 1"));
            client.head("GET /openai/x HTTP/1.1", "Host: x");
            RawResponse empty = client.readResponse();
            assertThat(empty.status()).isEqualTo(204);
            assertThat(empty.header("Transfer-Encoding")).isNull();
            assertThat(empty.header("X-A")).isEqualTo("1");

            upstream.answer((request, wire) -> wire.head("304 Not Modified", "ETag: \"1\""));
            client.head("GET /openai/x HTTP/1.1", "Host: x");
            RawResponse unchanged = client.readResponse();
            assertThat(unchanged.status()).isEqualTo(304);
            assertThat(unchanged.header("ETag")).isEqualTo("\"1\"");

            upstream.answer(Answer.json("200 OK", "{}"));
            client.head("GET /openai/x HTTP/1.1", "Host: x");
            assertThat(client.readResponse().text()).isEqualTo("{}");
        }
        assertThat(upstream.connections()).isEqualTo(1);
    }
}
