package ai.ongoing.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeUpstreamTest {

    private final FakeUpstream upstream = FakeUpstream.start();

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void recordsTheRequestHeadExactly() throws Exception {
        upstream.answer("POST", "/v1/x", Answer.json("200 Fine", "{}"));
        try (RawClient client = RawClient.connect(upstream.port())) {
            client.head("POST /v1/x?q=%2F HTTP/1.1", "host: a", "X-B: 1", "x-a: 2", "X-B: 3", "Content-Length: 3")
                    .send("abc");
            RawResponse response = client.readResponse();
            assertThat(response.statusLine()).isEqualTo("HTTP/1.1 200 Fine");
            assertThat(response.text()).isEqualTo("{}");
        }
        ReceivedRequest received = upstream.lastReceived();
        assertThat(received.requestLine()).isEqualTo("POST /v1/x?q=%2F HTTP/1.1");
        assertThat(received.headerLines())
                .isEqualTo(List.of("host: a", "X-B: 1", "x-a: 2", "X-B: 3", "Content-Length: 3"));
        assertThat(received.bodyText()).isEqualTo("abc");
    }

    @Test
    void resetsWithinTheBodyAtTheByteAskedFor() throws Exception {
        upstream.answer(Answer.of("200 OK", "0123456789".getBytes(StandardCharsets.UTF_8))
                .inPiecesOf(4)
                .withLength()
                .resettingAt(6));
        try (RawClient client = RawClient.connect(upstream.port())) {
            client.head("GET / HTTP/1.1", "Host: a");
            assertThatThrownBy(client::readResponse).isInstanceOf(IOException.class);
        }
    }

    @Test
    void noticesThatThePeerWentAway() throws Exception {
        upstream.answer(Answer.silence());
        try (RawClient client = RawClient.connect(upstream.port())) {
            client.head("GET / HTTP/1.1", "Host: a");
            org.awaitility.Awaitility.await().until(() -> !upstream.received().isEmpty());
        }
        assertThat(upstream.lastReceived().awaitPeerClosed(10)).isTrue();
    }
}
