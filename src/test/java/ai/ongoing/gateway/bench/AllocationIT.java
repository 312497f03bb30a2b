package ai.ongoing.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the packaged program allocates for a call of 1.5 KB, from its request to its row and its line in the log. Counted and not
 * timed, so that a busy machine changes nothing but how soon the code is compiled, and code that is not allocates more.
 */
@Tag("long")
@EnabledOnOs(OS.LINUX)
final class AllocationIT {

    /** Twice what it is (benchmarks.md, hot pieces): a copy of a body or of a head more for each call does not fit. */
    private static final long MOST_BYTES = 64 * 1024;

    private static final Duration TURN = Duration.ofSeconds(10);

    @Test
    void aCallAllocatesABoundedAmount(@TempDir Path folder) throws Exception {
        int upstreamPort = Child.freePort();
        Child upstream = Child.start("direct", upstreamPort, Bench.own(MockUpstream.class, upstreamPort), folder);
        Child gateway = BenchGateway.usual(Path.of("ongoingai"), folder).start(upstreamPort);
        try {
            load(gateway);
            load(gateway);
            long before = Jcmd.allocatedBytes(gateway.pid());
            LoadResult result = load(gateway);
            long each = (Jcmd.allocatedBytes(gateway.pid()) - before) / result.answers();
            assertThat(result.failures()).isZero();
            // Less than a call's own row, text and buffers would mean that nothing was counted.
            assertThat(each).isBetween(8 * 1024L, MOST_BYTES);
            assertThat(gateway.stop()).isZero();
        } finally {
            gateway.kill();
            upstream.kill();
        }
    }

    private static LoadResult load(Child gateway) throws Exception {
        Phase phase = new Phase("calls", MockUpstream.JSON_PATH, 16, 0, TURN);
        return new Load(phase, gateway.port(), "/openai" + MockUpstream.JSON_PATH).run();
    }
}
