package ai.ongoing.gateway.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.NoLeaks;
import ai.ongoing.gateway.testkit.RawClient;
import ai.ongoing.gateway.testkit.RawResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A provider that goes away behind any byte of its answer: the client never takes a part for the whole. */
@ExtendWith(NoLeaks.class)
final class EveryOffsetTest {

    private static final String CHUNKED = String.join(
            "\r\n",
            "HTTP/1.1 200 OK",
            "Content-Type: text/event-stream",
            "Transfer-Encoding: chunked",
            "",
            "9",
            "data: 1\n\n",
            "9",
            "data: 2\n\n",
            "0",
            "",
            "");

    private static final String OF_A_LENGTH = String.join(
            "\r\n",
            "HTTP/1.1 200 OK",
            "Content-Type: application/json",
            "Content-Length: 23",
            "",
            "{\"usage\":{\"tokens\":12}}");

    private final FakeUpstream upstream = FakeUpstream.start();
    private ProxyServer gateway = ProxyServer.before(upstream.uri());

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @CsvSource({"true,true", "true,false", "false,true", "false,false"})
    void showsNoAnswerThatIsCutBehindAnyByteAsWhole(boolean reset, boolean chunked) throws Exception {
        byte[] whole = (chunked ? CHUNKED : OF_A_LENGTH).getBytes(US_ASCII);
        for (int offset = 0; offset < whole.length; offset++) {
            byte[] part = Arrays.copyOf(whole, offset);
            upstream.answer((request, wire) -> {
                wire.bytes(part);
                if (reset) {
                    wire.reset();
                } else {
                    wire.close();
                }
            });
            RawResponse answer = answer();
            assertThat(answer == null || answer.status() == 502)
                    .as("%s behind byte %d: %s", reset ? "reset" : "end", offset, answer)
                    .isTrue();
            SeenExchange exchange = gateway.exchanges.getLast();
            assertThat(exchange.end().ending())
                    .as("behind byte %d", offset)
                    .isEqualTo(ExchangeObserver.Ending.UPSTREAM_ERROR);
            assertThat(exchange.endings()).isEqualTo(1);
        }
        upstream.answer((request, wire) -> wire.bytes(whole));
        assertThat(Objects.requireNonNull(answer()).status()).isEqualTo(200);
    }

    /** The whole answer; null when it was cut. */
    private @Nullable RawResponse answer() throws IOException {
        try (RawClient client = gateway.connect()) {
            client.head("GET /openai/x HTTP/1.1", "Host: x");
            return client.readResponse();
        } catch (IOException cut) {
            return null;
        }
    }

    @Test
    void givesUpAProviderThatSendsInterimAnswersForEver() throws Exception {
        gateway.close();
        gateway = ProxyServer.before(upstream.uri(), ProxyServer.idleAfter(Duration.ofSeconds(1)));
        CountDownLatch never = new CountDownLatch(1);
        upstream.answer((request, wire) -> {
            while (never.getCount() > 0) {
                wire.head("103 Early Hints", "Link: </x>; rel=preload");
            }
        });
        try (RawClient client = gateway.connect()) {
            client.head("GET /openai/x HTTP/1.1", "Host: x");
            assertThat(client.readResponse().status()).isEqualTo(504);
        }
        never.countDown();
    }
}
