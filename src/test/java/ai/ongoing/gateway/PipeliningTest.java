package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.testkit.Answer;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.NoLeaks;
import ai.ongoing.gateway.testkit.RawClient;
import ai.ongoing.gateway.testkit.RawResponse;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests sent without waiting for answers, and requests whose end two readers could see in two places. */
@ExtendWith(NoLeaks.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PipeliningTest {

    private final SqliteDatabase database = SqliteDatabase.create();
    private final FakeUpstream upstream = FakeUpstream.start();
    private RunningGateway gateway;

    @BeforeAll
    void start() {
        upstream.answer((request, wire) ->
                Answer.json("200 OK", "{\"path\":\"" + request.target() + "\"}").play(request, wire));
        gateway = RunningGateway.started(RunningGateway.on(database, upstream));
    }

    @AfterAll
    void stop() {
        gateway.close();
        upstream.close();
        database.close();
    }

    private RawClient connect() throws Exception {
        return RawClient.connect(gateway.uri("/").getPort());
    }

    @Test
    void answersEveryRequestInTurnThoughTheLastAsksToClose() throws Exception {
        for (int turn = 0; turn < 10; turn++) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                all.append(i % 3 == 0 ? "GET /livez" : "POST /openai/v1/" + i)
                        .append(" HTTP/1.1\r\nHost: x\r\n")
                        .append(i % 3 == 0 ? "" : "Content-Length: 2\r\n")
                        .append(i == 19 ? "Connection: close\r\n\r\n" : "\r\n")
                        .append(i % 3 == 0 ? "" : "{}");
            }
            try (RawClient client = connect()) {
                client.send(all.toString());
                for (int i = 0; i < 20; i++) {
                    RawResponse answer = client.readResponse();
                    assertThat(answer.status())
                            .as("answer %d of turn %d", i, turn)
                            .isEqualTo(200);
                    if (i % 3 != 0) {
                        assertThat(answer.text()).isEqualTo("{\"path\":\"/v1/" + i + "\"}");
                    }
                }
                assertThat(client.input().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void keepsAThousandEarlyRequestsInOrder() throws Exception {
        try (RawClient client = connect()) {
            client.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1000));
            for (int i = 0; i < 1000; i++) {
                assertThat(client.readResponse().status()).isEqualTo(200);
            }
        }
    }

    /** What comes early waits in the kernel, not here: whoever sends for ever fills his own buffers. */
    @Test
    void readsNoFurtherWhileAnAnswerIsDue() throws Exception {
        CountDownLatch due = new CountDownLatch(1);
        upstream.answer("POST", "/v1/due", (request, wire) -> {
            due.await();
            Answer.json("200 OK", "{}").play(request, wire);
        });
        byte[] early = "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n".repeat(2_000).getBytes(StandardCharsets.US_ASCII);
        AtomicLong sent = new AtomicLong();
        try (RawClient client = connect()) {
            client.head("POST /openai/v1/due HTTP/1.1", "Host: x", "Content-Length: 0");
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        client.send(early);
                        sent.addAndGet(early.length);
                    }
                } catch (IOException closed) {
                    // the end of the test
                }
            });
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                long before = sent.get();
                Thread.sleep(1_000);
                return before > 0 && sent.get() == before;
            });
            assertThat(sent.get()).isLessThan(24L << 20); // what kernel buffers on loopback may swallow
            due.countDown();
            assertThat(client.readResponse().text()).isEqualTo("{}");
            assertThat(client.readResponse().status()).isEqualTo(200);
            client.reset();
            sender.join();
        } finally {
            due.countDown();
        }
    }

    /** What a reader could take for a second request must never reach the provider as one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: N|Content-Length: 4",
                "Content-Length: N|Content-Length: N",
                "Content-Length: N, N",
                "Content-Length: N, 4",
                "Content-Length: N|Transfer-Encoding: chunked",
                "Transfer-Encoding: chunked|Content-Length: N",
                "Transfer-Encoding: chunked|Transfer-Encoding: identity",
                "Transfer-Encoding: identity, chunked|Content-Length: N",
                "Transfer-Encoding: xchunked|Content-Length: N",
                "Transfer-Encoding:\u000bchunked|Content-Length: N",
                "Transfer-Encoding : chunked|Content-Length: N",
                " Transfer-Encoding: chunked|Content-Length: N",
                "X: y\nTransfer-Encoding: chunked|Content-Length: N",
                "X: y\rTransfer-Encoding: chunked|Content-Length: N",
                "Content-Length: +N",
                "Content-Length: -4",
                "Content-Length: 0x4",
                "Content-Length: N 4",
                "Content-Length: 99999999999999999999",
                "Transfer-Encoding: chunked, chunked"
            })
    void refusesARequestThatHidesAnother(String headers) throws Exception {
        int before = upstream.received().size();
        String answer;
        String hidden = "GET /openai/v1/smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
        String body = "0\r\n\r\n" + hidden;
        String framing = headers.replace("N", Integer.toString(body.length()));
        try (RawClient client = connect()) {
            client.send(
                    "POST /openai/v1/outer HTTP/1.1\r\nHost: x\r\n" + framing.replace("|", "\r\n") + "\r\n\r\n" + body);
            // One that accepted would answer what it understood, and then this.
            client.send("GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            answer = client.readToEnd();
        }
        assertThat(answer).as("answer to: %s", headers).startsWith("HTTP/1.1 400 ");
        assertThat(answer.split("HTTP/1[.]1 ", -1))
                .as("answers to: %s", headers)
                .hasSize(2);
        assertThat(upstream.received())
                .as("what the provider saw of: %s", headers)
                .hasSize(before);
    }

    /** The gateway's own pages need no body, and must not take one for a request. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"/livez|xchunked", "/livez|chunked, chunked", "/api/health|identity", "/nowhere|gzip, chunked"})
    void takesNothingBehindAnUnknownCodingForARequest(String path, String coding) throws Exception {
        int before = upstream.received().size();
        String answer;
        try (RawClient client = connect()) {
            client.send("GET " + path + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: " + coding + "\r\n\r\n"
                    + "GET /openai/v1/smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
            answer = client.readToEnd();
        }
        assertThat(answer.split("HTTP/1[.]1 ", -1)).as("answers: %s", answer).hasSize(2);
        assertThat(upstream.received()).hasSize(before);
    }

    /** A folded line is one line (RFC 9112, 5.2): what looks like a header on it is a header's value. */
    @Test
    void unfoldsALineBeforeItGoesOn() throws Exception {
        int before = upstream.received().size();
        String body = "0\r\n\r\nGET /openai/v1/smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
        try (RawClient client = connect()) {
            client.head(
                            "POST /openai/v1/folded HTTP/1.1",
                            "Host: x",
                            "X: y",
                            "\tTransfer-Encoding: chunked",
                            "Content-Length: " + body.length())
                    .send(body);
            assertThat(client.readResponse().status()).isEqualTo(200);
        }
        assertThat(upstream.received()).hasSize(before + 1);
        assertThat(upstream.lastReceived().header("X")).isEqualTo("y Transfer-Encoding: chunked");
        assertThat(upstream.lastReceived().header("Transfer-Encoding")).isNull();
        assertThat(upstream.lastReceived().bodyText()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/%zz", "/api/traces/%", "/%", "/api/{x}"})
    void refusesATargetThatIsNoUriInTheApisWords(String target) throws Exception {
        try (RawClient client = connect()) {
            client.head("GET " + target + " HTTP/1.1", "Host: x", "X-Request-ID: mine");
            RawResponse answer = client.readResponse();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.header("X-OngoingAI-Correlation-ID")).isEqualTo("mine");
            assertThat(answer.text()).isEqualTo("{\"error\":\"the request target is not a valid URI\"}\n");
        }
    }

    @Test
    void findsAProviderWhosePrefixIsPercentEncoded() throws Exception {
        try (RawClient client = connect()) {
            client.head("GET /%6fpenai/v1/a%2Fb HTTP/1.1", "Host: x");
            assertThat(client.readResponse().text()).isEqualTo("{\"path\":\"/v1/a%2Fb\"}");
        }
    }
}
