package ai.ongoing.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.RawClient;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** What an operator reads about a provider that failed: one line, without headers, query or body. */
class FailureLogTest {

    private final ListAppender<ILoggingEvent> told = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    @BeforeEach
    void listen() {
        told.start();
        root.addAppender(told);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(told);
    }

    private List<ILoggingEvent> problems() {
        return List.copyOf(told.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                // The library below notes connection errors for itself; the program's log setup silences it.
                .filter(event -> event.getLoggerName().startsWith("ai.ongoing."))
                // There is no store here: what counts rows belongs to a gateway of an earlier test.
                .filter(event -> !event.getLoggerName().matches("ai\\.ongoing\\.gateway\\.(startup|storage)\\..*"))
                .toList();
    }

    @Test
    void tellsOnceWhatFailedAndNoSecrets() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start().answer((request, wire) -> wire.close());
                ProxyServer gateway = ProxyServer.before(upstream.uri());
                RawClient client = gateway.connect()) {
            client.head(
                            "POST /openai/v1/x?key=sk-query HTTP/1.1",
                            "Host: x",
                            "Authorization: Bearer sk-header",
                            "X-Request-ID: me",
                            "Content-Length: 7")
                    .send("sk-body");
            assertThat(client.readResponse().status()).isEqualTo(502);
            gateway.exchange().end();
        }
        assertThat(problems()).hasSize(1);
        ILoggingEvent event = problems().getFirst();
        assertThat(event.getLevel()).isEqualTo(Level.ERROR);
        assertThat(event.getFormattedMessage()).isEqualTo("proxy request failed");
        assertThat(event.getKeyValuePairs().stream().map(pair -> pair.key))
                .containsExactly("provider_prefix", "path", "correlation_id", "error");
        assertThat(event.getKeyValuePairs().stream().map(KeyValuePair::toString))
                .contains("provider_prefix=\"/openai\"", "path=\"/v1/x\"", "correlation_id=\"me\"")
                .noneMatch(pair -> pair.contains("sk-"));
    }

    @Test
    void tellsOnceThatAnAnswerBrokeOff() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start().answer((request, wire) -> {
                    wire.head("200 OK", "Content-Length: 9").text("secret");
                    wire.reset();
                });
                ProxyServer gateway = ProxyServer.before(upstream.uri());
                RawClient client = gateway.connect()) {
            client.head("GET /openai/v1/x HTTP/1.1", "Host: x");
            client.readHead();
            assertThat(client.readsToEnd()).isTrue();
            gateway.exchange().end();
        }
        assertThat(problems()).extracting(ILoggingEvent::getFormattedMessage).containsExactly("proxy request failed");
    }

    @Test
    void tellsOnceThatAnAnswerFellSilent() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start().answer((request, wire) -> {
                    wire.head("200 OK", "Content-Length: 9").text("secret");
                    wire.awaitPeerClose();
                });
                ProxyServer gateway =
                        ProxyServer.before(upstream.uri(), ProxyServer.idleAfter(Duration.ofMillis(300)));
                RawClient client = gateway.connect()) {
            client.head("GET /openai/v1/x HTTP/1.1", "Host: x");
            client.readHead();
            assertThat(client.readsToEnd()).isTrue();
        }
        assertThat(problems()).extracting(ILoggingEvent::getFormattedMessage).containsExactly("proxy request failed");
        assertThat(problems().getFirst().getKeyValuePairs().stream().map(KeyValuePair::toString))
                .anyMatch(pair -> pair.contains("proxy.idle_timeout = PT0.3S"));
    }
}
