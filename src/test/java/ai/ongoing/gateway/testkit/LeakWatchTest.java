package ai.ongoing.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.Test;

/** A buffer that is lost fails the build, wherever it is lost. */
final class LeakWatchTest {

    @Test
    void failsForALostBufferOnce() {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
        LeakWatch.provoke();
        LeakWatch.assertNone();
        lose();
        LeakWatch.provoke();
        assertThatThrownBy(LeakWatch::assertNone)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("buffers that were never released")
                .hasMessageContaining("LEAK: ByteBuf.release() was not called before it's garbage-collected");
        assertThatCode(LeakWatch::assertNone).doesNotThrowAnyException();
    }

    /** In a frame of its own, so that nothing holds the buffer. */
    private static void lose() {
        ByteBuf lost = PooledByteBufAllocator.DEFAULT.directBuffer(64);
        assertThat(lost.writeLong(1).readableBytes()).isEqualTo(8);
    }
}
