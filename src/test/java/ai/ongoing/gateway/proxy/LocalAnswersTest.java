package ai.ongoing.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.testkit.Answer;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.NoLeaks;
import ai.ongoing.gateway.testkit.RawClient;
import ai.ongoing.gateway.testkit.RawResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the gateway answers by itself: the provider hears nothing of it and no trace is made. */
@ExtendWith(NoLeaks.class)
class LocalAnswersTest {

    private final FakeUpstream upstream = FakeUpstream.start().answer(Answer.json("200 OK", "{}"));
    private final ProxyServer gateway = ProxyServer.before(upstream.uri());

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

    private void assertNothingWentOn() {
        assertThat(upstream.received()).isEmpty();
        assertThat(gateway.exchanges).isEmpty();
    }

    @Test
    void refusesCallsWhileNotAccepting() throws Exception {
        gateway.accepting = false;
        RawResponse response = ask("POST /openai/v1/x HTTP/1.1", "Host: x", "Content-Length: 0");
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.header("Retry-After")).isEqualTo("1");
        assertThat(response.header("X-OngoingAI-Correlation-ID")).startsWith("corr-");
        assertNothingWentOn();
        assertThat(gateway.logged().status()).isEqualTo(503);
        gateway.accepting = true;
        assertThat(ask("GET /openai/v1/x HTTP/1.1", "Host: x").status()).isEqualTo(200);
    }

    @Test
    void answersPreflightsItselfAndTellsOriginsNothingUnlessConfigured() throws Exception {
        RawResponse stranger = ask("OPTIONS /openai/v1/x HTTP/1.1", "Host: x", "Origin: https://evil.example.com");
        assertThat(stranger.status()).isEqualTo(204);
        assertThat(stranger.header("Access-Control-Allow-Origin")).isNull();
        RawResponse known = ask("OPTIONS /openai/v1/x HTTP/1.1", "Host: x", "Origin: https://console.example.com");
        assertThat(known.status()).isEqualTo(204);
        assertThat(known.header("Access-Control-Allow-Origin")).isEqualTo("https://console.example.com");
        assertNothingWentOn();
    }

    @Test
    void forwardsEveryOtherMethod() throws Exception {
        for (String method : new String[] {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PURGE"}) {
            assertThat(ask(method + " /anthropic/v1/x HTTP/1.1", "Host: x", "Content-Length: 0")
                            .status())
                    .as(method)
                    .isEqualTo(200);
            assertThat(upstream.lastReceived().method()).isEqualTo(method);
        }
    }

    @Test
    void leavesPathsBesideThePrefixesAlone() throws Exception {
        for (String path : new String[] {"/", "/openaiish/v1", "/favicon.ico", "/api/openai/v1", "/%6Epenai/v1"}) {
            assertThat(ask("GET " + path + " HTTP/1.1", "Host: x").status())
                    .as(path)
                    .isEqualTo(404);
        }
        assertNothingWentOn();
    }

    @Test
    void takesAnAbsoluteTargetByItsPath() throws Exception {
        assertThat(ask("GET http://gateway.example:8080/openai/v1/x?a=1 HTTP/1.1", "Host: x")
                        .status())
                .isEqualTo(200);
        assertThat(upstream.lastReceived().target()).isEqualTo("/v1/x?a=1");
    }
}
