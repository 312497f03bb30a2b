package ai.ongoing.gateway.capture;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.http.MemoryBudget;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BodyTeeTest {

    private final MemoryBudget budget = new MemoryBudget(1 << 20);

    @Test
    void keepsTheFirstBytesAndTellsThatThereWereMore() {
        BodyTee tee = new BodyTee(5, budget);
        ByteBuffer piece = buffer("abcd");
        tee.copy(piece);
        assertThat(piece.remaining()).isEqualTo(4);
        assertThat(tee.truncated()).isFalse();
        tee.copy(buffer("ef"));
        tee.copy(buffer("gh"));
        assertThat(tee.truncated()).isTrue();
        assertThat(tee.take()).isEqualTo("abcde".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void keepsABodyOfExactlyTheLimitWhole() {
        BodyTee tee = new BodyTee(10_000, budget);
        byte[] body = new byte[10_000];
        Arrays.fill(body, (byte) 'x');
        for (int at = 0; at < body.length; at += 1000) {
            tee.copy(ByteBuffer.wrap(body, at, 1000));
        }
        assertThat(tee.truncated()).isFalse();
        assertThat(tee.take()).isEqualTo(body);
    }

    @Test
    void keepsAsMuchAsTheBudgetOfAllBodiesLeaves() {
        MemoryBudget small = new MemoryBudget(10_000);
        BodyTee first = new BodyTee(1 << 20, small);
        first.copy(ByteBuffer.allocate(6_000));
        BodyTee second = new BodyTee(1 << 20, small);
        second.copy(ByteBuffer.allocate(3_000));
        second.copy(ByteBuffer.allocate(3_000));
        second.copy(ByteBuffer.allocate(1));

        assertThat(first.truncated()).isFalse();
        assertThat(second.truncated()).isTrue();
        assertThat(small.taken()).isLessThanOrEqualTo(10_000);
        assertThat(second.take()).hasSize(3_000);
        assertThat(first.take()).hasSize(6_000);
        assertThat(small.taken()).isZero();
    }

    @Test
    void keepsTheWholeNextBodyWhenTheLastOneIsOver() {
        MemoryBudget small = new MemoryBudget(10_000);
        for (int call = 0; call < 5; call++) {
            BodyTee tee = new BodyTee(1 << 20, small);
            tee.copy(ByteBuffer.allocate(9_000));
            assertThat(tee.truncated()).isFalse();
            assertThat(tee.take()).hasSize(9_000);
        }
    }

    private static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
