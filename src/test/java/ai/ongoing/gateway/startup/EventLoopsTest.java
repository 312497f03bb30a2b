package ai.ongoing.gateway.startup;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.netty.ReactorNetty;

final class EventLoopsTest {

    private final @Nullable String before = System.getProperty(ReactorNetty.IO_WORKER_COUNT);

    @AfterEach
    void leaveTheProcessAsItWas() {
        if (before == null) {
            System.clearProperty(ReactorNetty.IO_WORKER_COUNT);
        } else {
            System.setProperty(ReactorNetty.IO_WORKER_COUNT, before);
        }
    }

    @Test
    void areAsManyAsProcessorsAndTwoAtLeast() {
        System.clearProperty(ReactorNetty.IO_WORKER_COUNT);

        EventLoops.settle();

        int processors = Runtime.getRuntime().availableProcessors();
        assertThat(System.getProperty(ReactorNetty.IO_WORKER_COUNT)).isEqualTo(processors > 2 ? "" + processors : "2");
    }

    @Test
    void areAsManyAsTheOperatorSays() {
        System.setProperty(ReactorNetty.IO_WORKER_COUNT, "7");

        EventLoops.settle();

        assertThat(System.getProperty(ReactorNetty.IO_WORKER_COUNT)).isEqualTo("7");
    }
}
