package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.cli.command.ServeLauncher.ReplayScope;
import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.config.source.ConfigLoader;
import ai.ongoing.gateway.config.source.ConfigRequest;
import ai.ongoing.gateway.testkit.FakeUpstream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Calls that a real store refuses for good hold up no other, are kept with their reason, and are stored once it takes them. */
abstract class PoisonedCallsContract {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int POISONED = 7;

    private final FakeUpstream upstream = FakeUpstream.start();

    /** Variables of a gateway on a fresh database. */
    abstract Map<String, String> variables(FakeUpstream upstream);

    abstract Connection connect() throws SQLException;

    abstract StoredCalls stored();

    /** SQL that makes the table refuse calls whose path ends in {@code /poison}. */
    abstract String refusing();

    abstract String acceptingAgain();

    @AfterEach
    void close() {
        upstream.close();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aCallThatTheStoreRefusesHoldsUpNoOtherAndIsStoredWhenItMayBe() throws Exception {
        CallLoad.answeredBy(upstream);
        Map<String, String> variables = variables(upstream);
        Set<String> served = new TreeSet<>();
        try (RunningGateway gateway = RunningGateway.started(variables)) {
            execute(refusing());
            try (CallLoad load = CallLoad.on(gateway.uri("/"), 4, Duration.ofMillis(5))) {
                for (int i = 0; i < POISONED; i++) {
                    served.add(poison(gateway));
                    int before = load.count();
                    await().atMost(PATIENCE).until(() -> load.count() > before + 20);
                }
                load.stop();
                assertThat(load.statuses()).containsOnlyKeys(200);
                served.addAll(load.served());
            }
            gateway.awaitSettled();
            JsonNode books = gateway.books();
            assertThat(books.path("set_aside").asInt()).isEqualTo(POISONED);
            assertThat(books.path("declared_lost").asInt()).isZero();
            assertThat(books.path("accepted").asInt()).isEqualTo(served.size());
            assertThat(books.path("stored").asInt()).isEqualTo(served.size() - POISONED);
            assertThat(stored().rows()).hasSize(served.size() - POISONED);
        }
        execute(acceptingAgain());

        GatewayConfig config = ConfigLoader.load(new ConfigRequest(Path.of(""), Path.of(""), variables, Map.of()))
                .config();
        assertThat(new GatewayLauncher(System.err)
                        .replay(config, new ReplayScope(true, false))
                        .stored())
                .isEqualTo(POISONED);
        stored().match(upstream, served);
    }

    private static String poison(RunningGateway gateway) {
        String id = UUID.randomUUID().toString();
        HttpResponse<String> answer = gateway.send(
                HttpRequest.newBuilder(gateway.uri("/openai/v1/poison"))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer sk-proj-0123456789abcdefghij")
                        .header("X-Request-ID", id)
                        .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"gpt-4o\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return id;
    }
}
