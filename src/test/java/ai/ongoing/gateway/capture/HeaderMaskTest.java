package ai.ongoing.gateway.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderMaskTest {

    private final HeaderMask mask = new HeaderMask("X-Team-Key");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorization",
                "Cookie",
                "SET-COOKIE",
                "x-api-key",
                "X-OngoingAI-Gateway-Key",
                "api-key",
                "Proxy-Authorization",
                "x-goog-api-key",
                "x-team-key"
            })
    void hidesEveryCredentialWhateverItsSpelling(String name) {
        assertThat(mask.masked(List.of(name, "secret"))).containsExactly(name, "[REDACTED]");
    }

    @Test
    void keepsARepeatedCredentialOnceAndEverythingElseAsItIs() {
        assertThat(mask.masked(List.of("Set-Cookie", "a", "X-A", "1", "set-cookie", "b", "x-a", "2")))
                .containsExactly("Set-Cookie", "[REDACTED]", "X-A", "1", "x-a", "2");
    }
}
