package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.RawClient;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A connection kept open goes on being read, whatever came over it before. Reactor Netty before 1.3.8 stopped reading
 * when a request had to wait for the answer before it and was then answered on the spot.
 */
final class KeptConnectionTest {

    private static final int TURNS = 20;

    private final SqliteDatabase database = SqliteDatabase.create();
    private final FakeUpstream upstream = FakeUpstream.start();

    @AfterEach
    void close() {
        upstream.close();
        database.close();
    }

    @Test
    void isReadOnAfterARequestThatWaitedForTheAnswerBeforeIt() throws IOException {
        String slow = "GET /api/traces HTTP/1.1\r\nHost: localhost\r\n\r\n";
        String quick = "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (RunningGateway gateway = RunningGateway.started(RunningGateway.on(database, upstream));
                RawClient client = RawClient.connect(gateway.uri("/").getPort())) {
            for (int turn = 0; turn < TURNS; turn++) {
                client.send(slow + quick);
                assertThat(client.readResponse().status()).isEqualTo(200);
                assertThat(client.readResponse().status()).isEqualTo(200);
                client.send(quick);
                assertThat(client.readResponse().status()).as("turn %d", turn).isEqualTo(200);
            }
        }
    }
}
