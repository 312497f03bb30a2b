package ai.ongoing.gateway.capture;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.journal.Credential;
import ai.ongoing.gateway.trace.Lineage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallHeadersTest {

    @Test
    void takesTheBearerTokenAsTheProviderKey() {
        assertThat(credential("Authorization", "Bearer sk-1")).isEqualTo(Credential.ofKey("sk-1"));
        assertThat(credential("authorization", "bearer sk-1")).isEqualTo(Credential.ofKey("sk-1"));
    }

    @Test
    void takesTheWholeAuthorizationWhenItIsNoBearer() {
        assertThat(credential("Authorization", "Basic abc")).isEqualTo(Credential.ofKey("Basic abc"));
    }

    @Test
    void prefersAuthorizationToTheApiKeyHeader() {
        assertThat(credential("X-Api-Key", "k2", "Authorization", "Bearer k1")).isEqualTo(Credential.ofKey("k1"));
        assertThat(credential("X-Api-Key", "k2", "Authorization", " ")).isEqualTo(Credential.ofKey("k2"));
        assertThat(CallHeaders.credential(List.of("Host", "x"))).isEqualTo(Credential.NONE);
    }

    private static Credential credential(String... headers) {
        return CallHeaders.credential(List.of(headers));
    }

    @Test
    void readsWhereACallStandsInAChain() {
        Lineage lineage = CallHeaders.lineage(List.of(
                "x-ongoingai-trace-group-id", " g ",
                "X-OngoingAI-Thread-ID", "t",
                "X-OngoingAI-Run-ID", "r",
                "X-OngoingAI-Parent-Checkpoint-ID", "p",
                "X-OngoingAI-Checkpoint-Seq", "7"));
        assertThat(lineage).isEqualTo(new Lineage("g", "t", "r", "p", 7L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "x", "99999999999999999999", ""})
    void ignoresASequenceThatIsNone(String sequence) {
        assertThat(CallHeaders.lineage(List.of("X-OngoingAI-Checkpoint-Seq", sequence)))
                .isEqualTo(Lineage.NONE);
    }
}
