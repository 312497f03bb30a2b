package ai.ongoing.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.proxy.ExchangeObserver.Ending;
import ai.ongoing.gateway.testkit.Answer;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.NoLeaks;
import ai.ongoing.gateway.testkit.RawClient;
import ai.ongoing.gateway.testkit.RawResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Providers whose answers end in two places, or in none: nothing of theirs may pass for whole, or for another call's. */
@ExtendWith(NoLeaks.class)
final class AnswerFramingTest {

    private final FakeUpstream upstream = FakeUpstream.start();
    private final ProxyServer gateway = ProxyServer.before(upstream.uri());

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    private RawResponse answer() throws IOException {
        try (RawClient client = gateway.connect()) {
            client.head("POST /openai/x HTTP/1.1", "Host: x", "Content-Length: 2")
                    .send("{}");
            return client.readResponse();
        }
    }

    private @Nullable RawResponse answerUnlessCut() {
        try {
            return answer();
        } catch (IOException cut) {
            return null;
        }
    }

    private void says(String wholeAnswer) {
        upstream.answer((request, wire) -> {
            wire.text(wholeAnswer.replace("|", "\r\n"));
            wire.awaitPeerClose();
        });
    }

    private void servesTheNext() throws IOException {
        upstream.answer(Answer.json("200 OK", "{\"next\":1}"));
        assertThat(answer().text()).isEqualTo("{\"next\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK|Content-Length: 5|Content-Length: 6||12345",
                "HTTP/1.1 200 OK|Content-Length: 5, 6||12345",
                "HTTP/1.1 200 OK|Content-Length: 2|Transfer-Encoding: chunked||5|12345|0||",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked, chunked||5|12345|0||",
                "HTTP/1.1 200 OK|Transfer-Encoding: gzip, chunked||5|12345|0||",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked|Transfer-Encoding: chunked||5|12345|0||",
                "HTTP/1.1 200 OK|Content-Length: -5||12345",
                "HTTP/1.1 200 OK|Content-Length: five||12345",
                "HTTP/1.1 200 OK|Content-Length: 99999999999999999999||12345",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||zz|12345|0||",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||-5|12345|0||",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||FFFFFFFFFFFFFFFFF|12345|0||",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||5|1234567|0||",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||5|12345\u0000\u0001\u0002\u0003",
                "HTTP/1.1 200 OK|A\u0000B: c|Content-Length: 5||12345",
                "HTTP/1.1 two hundred|Content-Length: 5||12345",
                "HTTP/1.1 99999 OK|Content-Length: 5||12345",
                "HTTP/1.1 20 OK|Content-Length: 5||12345",
                "\u0000\u0001\u0002\u0003|||||"
            })
    void takesNoAnswerWithoutOneEndForWhole(String wire) throws Exception {
        says(wire);
        RawResponse answer = answerUnlessCut();
        assertThat(answer == null || answer.status() == 502)
                .as("what the client got: %s", answer)
                .isTrue();
        assertThat(gateway.exchange().end().ending()).isEqualTo(Ending.UPSTREAM_ERROR);
        assertThat(upstream.lastReceived().awaitPeerClosed(5)).isTrue();
        servesTheNext();
    }

    /** The same length twice says one thing; clients get it once. */
    @Test
    void takesTheSameLengthTwiceForOne() throws Exception {
        says("HTTP/1.1 200 OK|Content-Length: 5|Content-Length: 5||12345");
        RawResponse answer = answer();
        assertThat(answer.text()).isEqualTo("12345");
        assertThat(answer.headers("Content-Length")).containsExactly("5");
    }

    /** Whoever asks next on that connection would get an answer to a question nobody asked. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK|Content-Length: 5||12345HTTP/1.1 200 OK|Content-Length: 6||poison",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||5|12345|0||HTTP/1.1 200 OK|Content-Length: 6||poison",
                "HTTP/1.1 200 OK|Content-Length: 5||12345\u0000garbage",
                "HTTP/1.1 204 No Content||HTTP/1.1 200 OK|Content-Length: 6||poison"
            })
    void givesNobodyWhatComesBehindAnAnswer(String wire) throws Exception {
        upstream.answer((request, connection) -> connection.text(wire.replace("|", "\r\n")));
        for (int call = 0; call < 5; call++) {
            RawResponse answer = answerUnlessCut();
            assertThat(answer == null ? "" : answer.text()).as("call %d", call).isNotEqualTo("poison");
        }
        servesTheNext();
    }
}
