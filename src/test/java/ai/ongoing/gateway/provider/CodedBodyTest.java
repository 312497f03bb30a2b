package ai.ongoing.gateway.provider;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.testkit.RecordedTraffic;
import ai.ongoing.gateway.testkit.RecordedTraffic.Recording;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed bodies that are cut off, damaged or coded in a way nobody here reads. */
final class CodedBodyTest {

    private final Recording recording = RecordedTraffic.named("anthropic-stream-web-search");

    @ParameterizedTest
    @EnumSource
    void labelsWhatATruncatedBodyStatedAndNeverInventsMore(Coding coding) {
        byte[] whole = coding.encode(recording.response().body());
        for (int length = 0; length < whole.length; length += 7) {
            ResponseFacts facts = read(coding.header(), Arrays.copyOf(whole, length));
            assertThat(facts.usage().source()).as("first " + length).isNotEqualTo(UsageSource.PROVIDER);
            assertThat(facts.usage().stated().input()).isIn(null, 2225L, 9447L);
        }
        assertThat(read(coding.header(), whole).usage().source()).isEqualTo(UsageSource.PROVIDER);
    }

    @ParameterizedTest
    @EnumSource
    void survivesDamageAnywhere(Coding coding) {
        byte[] whole = coding.encode(recording.response().body());
        for (int at = 0; at < whole.length; at += 3) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x2A;
            ResponseFacts facts = read(coding.header(), damaged);
            assertThat(facts.usage().inputTokens()).isNotNegative();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "gzip, br", "compress"})
    void statesNothingForCodingsItCannotRead(String coding) {
        assertThat(read(coding, recording.response().body())).isEqualTo(ResponseFacts.UNKNOWN);
    }

    private ResponseFacts read(String coding, byte[] body) {
        return Replay.factsOf(recording, coding, body, left -> 512);
    }
}
