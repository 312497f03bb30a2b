package ai.ongoing.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rule of {@link CorrelationId}. */
final class CorrelationIdTest {

    @Test
    void takesTheGatewaysOwnHeaderFirst() {
        assertThat(accept(Map.of(
                        "X-OngoingAI-Correlation-ID", "ours",
                        "X-Request-ID", "theirs",
                        "X-Correlation-ID", "other")))
                .isEqualTo("ours");
    }

    @Test
    void passesOverAnUnacceptableCandidate() {
        assertThat(accept(Map.of("X-OngoingAI-Correlation-ID", "has space", "X-Request-ID", "req-1.a_b:c")))
                .isEqualTo("req-1.a_b:c");
    }

    @Test
    void trimsAndCutsTo128Characters() {
        assertThat(accept(Map.of("X-Correlation-ID", "  " + "a".repeat(200) + " ")))
                .isEqualTo("a".repeat(128));
    }

    @Test
    void makesANewIdWhenNoneIsAcceptable() {
        String first = accept(Map.of("X-Request-ID", "ümlaut"));
        assertThat(first).matches("corr-[0-9a-f]{32}").isNotEqualTo(accept(Map.of()));
    }

    @Test
    void newIdsSortByTheTimeTheyWereMade() {
        List<String> made = Stream.generate(() -> accept(Map.of())).limit(5_000).toList();
        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    private static String accept(Map<String, String> headers) {
        return CorrelationId.accept(headers::get);
    }
}
