package ai.ongoing.gateway.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.cli.command.StoreCall;
import ai.ongoing.gateway.cli.command.Terminal;
import ai.ongoing.gateway.transfer.copy.TableReport;
import ai.ongoing.gateway.transfer.proof.TableHash;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The words of a copy that is under way, by a clock that is moved by hand. */
final class CopyLinesTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private long seconds = 7;

    private CopyLines lines(CopyLines.Style style) {
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        StoreCall call = new StoreCall(
                new Terminal(stream, stream, Path.of(""), Map.of()), new CommandLine(CommandSpec.create()).parseArgs());
        return new CopyLines(call, style, () -> seconds * 1_000_000_000);
    }

    /** What was printed since the last look, the live line's way back shown as {@code <}. */
    private String said() {
        String said = out.toString(StandardCharsets.UTF_8).replace("\r\u001b[K", "<");
        out.reset();
        return said;
    }

    /** The table before: three rows, all of them written. */
    private void organizations(CopyLines lines) {
        lines.found(1_000_003);
        lines.table(1, 2, "organizations", 3);
        TableHash three = new TableHash(3, 0, 1);
        lines.tableDone(1, 2, new TableReport("organizations", three, three, TableHash.EMPTY, 3, 0));
        lines.table(2, 2, "traces", 1_000_000);
    }

    @Test
    void aLiveLineTellsRowsRateTimeLeftAndTheTotal() {
        CopyLines lines = lines(CopyLines.Style.LIVE);
        organizations(lines);
        assertThat(said()).isEqualTo("""
                        Migrating data in dependency order:
                        <[1/2] organizations: Found 3 records → Migrated 3 records ✓
                        """);
        lines.progress("traces", 1_000, 0);
        assertThat(said()).as("too soon").isEmpty();
        seconds += 10;
        lines.progress("traces", 412_000, 0);
        lines.progress("traces", 413_000, 0);
        assertThat(said()).isEqualTo("<[2/2] traces 412,000/1,000,000 41,200/s ETA 14 s, total 412,003/1,000,003");
        lines.verifying("traces");
        assertThat(said()).isEqualTo("<verifying traces");
    }

    @Test
    void whatAnEarlierRunBroughtMakesNeitherTheRateNorTheTimeLeft() {
        CopyLines lines = lines(CopyLines.Style.LIVE);
        organizations(lines);
        said();
        seconds += 5;
        lines.progress("traces", 900_000, 900_000);
        assertThat(said()).isEqualTo("<[2/2] traces 900,000/1,000,000 brought earlier, total 900,003/1,000,003");
        seconds += 2;
        lines.progress("traces", 920_000, 900_000);
        assertThat(said()).isEqualTo("<[2/2] traces 920,000/1,000,000 10,000/s ETA 8 s, total 920,003/1,000,003");
    }

    @Test
    void asJsonTheSameStandsByName() {
        CopyLines lines = lines(CopyLines.Style.JSON);
        organizations(lines);
        lines.progress("traces", 900_000, 900_000);
        said();
        seconds += 2;
        lines.progress("traces", 920_000, 900_000);
        assertThat(said())
                .isEqualToIgnoringNewLines("{\"event\":\"progress\",\"table\":\"traces\",\"done\":920000,"
                        + "\"found\":1000000,\"earlier\":900000,\"rate\":10000,\"eta_s\":8,"
                        + "\"total_done\":920003,\"total_found\":1000003}");
    }

    @Test
    void plainLinesStandStill() {
        CopyLines lines = lines(CopyLines.Style.PLAIN);
        organizations(lines);
        seconds += 2;
        lines.progress("traces", 920_000, 0);
        lines.verifying("traces");
        assertThat(said()).isEqualTo("""
                        Migrating data in dependency order:
                        [1/2] organizations: Found 3 records → Migrated 3 records ✓
                        """);
    }
}
