package ai.ongoing.gateway.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BodyTeeTest {

    @Test
    void keepsTheFirstBytesAndTellsThatThereWereMore() {
        BodyTee tee = new BodyTee(5);
        ByteBuffer piece = buffer("abcd");
        tee.copy(piece);
        assertThat(piece.remaining()).isEqualTo(4);
        assertThat(tee.truncated()).isFalse();
        tee.copy(buffer("ef"));
        tee.copy(buffer("gh"));
        assertThat(tee.bytes()).isEqualTo("abcde".getBytes(StandardCharsets.UTF_8));
        assertThat(tee.truncated()).isTrue();
    }

    @Test
    void keepsABodyOfExactlyTheLimitWhole() {
        BodyTee tee = new BodyTee(10_000);
        byte[] body = new byte[10_000];
        Arrays.fill(body, (byte) 'x');
        for (int at = 0; at < body.length; at += 1000) {
            tee.copy(ByteBuffer.wrap(body, at, 1000));
        }
        assertThat(tee.bytes()).isEqualTo(body);
        assertThat(tee.truncated()).isFalse();
    }

    private static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
