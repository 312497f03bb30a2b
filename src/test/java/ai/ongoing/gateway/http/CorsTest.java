package ai.ongoing.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The decisions of {@link Cors}. */
final class CorsTest {

    private static final String KEY_HEADER = "X-OngoingAI-Gateway-Key";

    @Test
    void saysNothingWhenNoOriginIsConfigured() {
        assertThat(new Cors(List.of(), KEY_HEADER).headers("https://evil.example"))
                .isEmpty();
    }

    @Test
    void namesAConfiguredOriginAndNoOther() {
        Cors cors = new Cors(List.of("https://console.example"), KEY_HEADER);
        assertThat(cors.headers("https://console.example"))
                .containsEntry("Access-Control-Allow-Origin", "https://console.example")
                .containsEntry("Access-Control-Allow-Methods", "GET, POST, DELETE, OPTIONS")
                .containsEntry(
                        "Access-Control-Allow-Headers",
                        "Content-Type, Authorization, X-API-Key, X-OngoingAI-Gateway-Key")
                .containsEntry("Vary", "Origin");
        assertThat(cors.headers("https://evil.example")).containsOnlyKeys("Vary");
        assertThat(cors.headers(null)).containsOnlyKeys("Vary");
    }

    @Test
    void answersEveryOriginWithAStarWhenAllAreAllowed() {
        assertThat(new Cors(List.of("*"), KEY_HEADER).headers("https://any.example"))
                .containsEntry("Access-Control-Allow-Origin", "*")
                .doesNotContainKey("Vary");
    }

    @Test
    void namesAGatewayKeyHeaderOfOnesOwn() {
        assertThat(new Cors(List.of("*"), "X-Team-Key").headers("https://any.example"))
                .containsEntry(
                        "Access-Control-Allow-Headers",
                        "Content-Type, Authorization, X-API-Key, X-OngoingAI-Gateway-Key, X-Team-Key");
    }
}
