package ai.ongoing.gateway.provider;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.provider.Endpoint.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a path is, whatever it looks like. */
final class EndpointTest {

    private static final int LONGEST = 1 << 20;

    /** What is read by the square of its length would not end before the patience of the tests. */
    @ParameterizedTest
    @CsvSource({
        "/model/, anthropic., ''",
        "'', /model/anthropic.x, ''",
        "'', /model/, anthropic.",
        "'', /responses/, x",
        "'', /responses/x/compact, x",
        "'', /batches/, x",
        "/files/, a, /conten",
        "'', /completions/x, ''",
        "'', /deployments/, x",
        "/threads, /thread, s",
    })
    void readsThePathOfAMegabyteOnce(String before, String again, String after) {
        String path = before + again.repeat(LONGEST / again.length()) + after;
        for (String method : new String[] {"GET", "POST"}) {
            assertThat(Endpoint.of(method, path, Shape.OPENAI)).isNotNull();
        }
    }

    @Test
    void findsTheMakerAnywhereInAModelsName() {
        for (String model : new String[] {"anthropic.claude", "eu.anthropic.claude", "a.anthropic.anthropic.x"}) {
            assertThat(Endpoint.of("POST", "/model/" + model + "/invoke", Shape.OPENAI))
                    .isEqualTo(Endpoint.of("POST", "/v1/messages", Shape.OPENAI));
        }
        assertThat(Endpoint.of("POST", "/model/meta.x/anthropic./invoke", Shape.OPENAI))
                .isNotEqualTo(Endpoint.of("POST", "/v1/messages", Shape.OPENAI));
    }
}
