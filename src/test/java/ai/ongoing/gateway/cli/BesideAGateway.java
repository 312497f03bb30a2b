package ai.ongoing.gateway.cli;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.Samples;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A fresh store of one kind that a gateway holds, a directory, and commands typed there beside that gateway. */
abstract class BesideAGateway {

    private final StorageDriver driver;
    private CommandOnStore command;

    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    BesideAGateway(StorageDriver driver) {
        this.driver = driver;
    }

    @BeforeEach
    void open() {
        command = CommandOnStore.open(driver);
    }

    @AfterEach
    void close() {
        command.close();
    }

    final StorageDriver driver() {
        return driver;
    }

    final CommandOnStore command() {
        return command;
    }

    final Path directory() {
        return directory;
    }

    /** Types a command and returns its exit code. */
    final int run(String... arguments) {
        return command.run(directory, arguments);
    }

    /** Types it where the variables name another store. */
    final int run(EmptyDatabase target, String... arguments) {
        return command.run(target.environment(), directory, arguments);
    }

    /** Records calls of the default tenant, a second between them. */
    final void save(int from, int count) {
        command.store()
                .sink()
                .save(IntStream.range(from, from + count)
                        .mapToObj(number -> Samples.trace(Samples.newId(), Samples.FINISHED.plusSeconds(number)))
                        .toList());
    }

    /** What the JSON of the last answer says about the traces. */
    final Map<?, ?> traces() {
        List<?> tables = (List<?>) Objects.requireNonNull(command.json().get("tables"));
        return tables.stream()
                .map(table -> (Map<?, ?>) table)
                .filter(table -> "traces".equals(table.get("name")))
                .findFirst()
                .orElseThrow();
    }

    final int rows() {
        return (Integer) Objects.requireNonNull(traces().get("rows"));
    }
}
