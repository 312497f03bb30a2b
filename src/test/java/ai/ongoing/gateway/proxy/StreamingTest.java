package ai.ongoing.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.proxy.ExchangeObserver.Ending;
import ai.ongoing.gateway.testkit.Answer;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.NoLeaks;
import ai.ongoing.gateway.testkit.RawClient;
import ai.ongoing.gateway.testkit.RawResponse;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bodies on their way to the client. */
@ExtendWith(NoLeaks.class)
class StreamingTest {

    private final FakeUpstream upstream = FakeUpstream.start();
    private final ProxyServer gateway = ProxyServer.before(upstream.uri());

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    @Test
    void handsEachEventOnBeforeTheNextOneComes() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        upstream.answer(Answer.events("data: one\n\n", "data: two\n\n").stallingBefore(1, seen));
        try (RawClient client = gateway.connect()) {
            client.head("GET /openai/s HTTP/1.1", "Host: x");
            client.readHead();
            assertThat(client.readRaw(16)).isEqualTo("b\r\ndata: one\n\n\r\n");
            assertThat(gateway.exchange().ended()).isFalse();
            seen.countDown();
            assertThat(client.readRaw(21)).isEqualTo("b\r\ndata: two\n\n\r\n0\r\n\r\n");
        }
        assertThat(gateway.exchange().end()).isEqualTo(new SeenExchange.End(Ending.COMPLETE, true));
    }

    @Test
    void handsAnEventStreamOnAtOnceAlsoWhenItsLengthIsKnown() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        upstream.answer(
                Answer.events("data: one\n\n", "data: two\n\n").withLength().stallingBefore(1, seen));
        try (RawClient client = gateway.connect()) {
            client.head("GET /openai/s HTTP/1.1", "Host: x");
            assertThat(client.readHead()).contains("Content-Length: 22");
            assertThat(client.readRaw(11)).isEqualTo("data: one\n\n");
            seen.countDown();
            assertThat(client.readRaw(11)).isEqualTo("data: two\n\n");
        }
    }

    @RepeatedTest(5)
    void keepsEveryByteWhereverTheChunksAreCut() throws Exception {
        Random random = new Random();
        byte[] body = new byte[200_000];
        random.nextBytes(body);
        upstream.answer(Answer.of("200 OK", body).inRandomPieces(random, 9000));
        try (RawClient client = gateway.connect()) {
            client.head("GET /openai/s HTTP/1.1", "Host: x");
            assertThat(client.readResponse().body()).isEqualTo(body);
            upstream.answer(
                    Answer.of("200 OK", body).inRandomPieces(random, 9000).withLength());
            client.head("GET /openai/s HTTP/1.1", "Host: x");
            RawResponse second = client.readResponse();
            assertThat(second.body()).isEqualTo(body);
            assertThat(second.header("Content-Length")).isEqualTo("200000");
        }
    }

    @Test
    void endsTheRecordBeforeTheLastByteGoesOut() throws Exception {
        upstream.answer(Answer.json("200 OK", "{\"id\":1}"));
        for (int i = 1; i <= 50; i++) {
            try (RawClient client = gateway.connect()) {
                client.head("GET /openai/s HTTP/1.1", "Host: x");
                client.readResponse();
                assertThat(gateway.exchanges.get(i - 1).ended()).isTrue();
            }
        }
        upstream.answer(Answer.events("data: 1\n\n"));
        for (int i = 51; i <= 100; i++) {
            try (RawClient client = gateway.connect()) {
                client.head("GET /openai/s HTTP/1.1", "Host: x");
                client.readResponse();
                assertThat(gateway.exchanges.get(i - 1).ended()).isTrue();
            }
        }
        assertThat(gateway.exchanges).allMatch(exchange -> exchange.endings() == 1);
        assertThat(gateway.log).hasSize(100);
    }

    @Test
    void dropsTrailers() throws Exception {
        upstream.answer((request, wire) -> wire.head("200 OK", "Transfer-Encoding: chunked", "Trailer: X-Sum")
                .text("2\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n"));
        try (RawClient client = gateway.connect()) {
            client.head("GET /openai/s HTTP/1.1", "Host: x");
            assertThat(client.readHead()).noneMatch(line -> line.startsWith("Trailer"));
            assertThat(client.readRaw(12)).isEqualTo("2\r\nok\r\n0\r\n\r\n");
        }
    }

    @Test
    void takesABodyThatEndsWithItsConnection() throws Exception {
        upstream.answer((request, wire) -> {
            wire.head("200 OK").text("as long ").text("as it lasts");
            wire.close();
        });
        try (RawClient client = gateway.connect()) {
            client.head("GET /openai/s HTTP/1.1", "Host: x");
            RawResponse response = client.readResponse();
            assertThat(response.text()).isEqualTo("as long as it lasts");
            assertThat(response.header("Transfer-Encoding")).isEqualTo("chunked");
        }
        assertThat(gateway.exchange().end()).isEqualTo(new SeenExchange.End(Ending.COMPLETE, true));
    }

    @Test
    void sendsNoChunksToAClientOfTheOldProtocol() throws Exception {
        upstream.answer(Answer.events("data: one\n\n", "data: two\n\n"));
        try (RawClient client = gateway.connect()) {
            client.head("GET /openai/s HTTP/1.0", "Host: x");
            RawResponse response = client.readResponse();
            assertThat(response.header("Transfer-Encoding")).isNull();
            assertThat(response.text()).isEqualTo("data: one\n\ndata: two\n\n");
        }
    }

    @Test
    void keepsOneConnectionForCallsInARow() throws Exception {
        upstream.answer(Answer.events("data: x\n\n"));
        try (RawClient client = gateway.connect()) {
            for (int i = 0; i < 10; i++) {
                byte[] body = ("call " + i).getBytes(StandardCharsets.UTF_8);
                client.head("POST /anthropic/v1/messages HTTP/1.1", "Host: x", "Content-Length: " + body.length)
                        .send(body);
                assertThat(client.readResponse().text()).isEqualTo("data: x\n\n");
            }
        }
        assertThat(upstream.connections()).isEqualTo(1);
        assertThat(gateway.routes.inFlight()).isZero();
    }
}
