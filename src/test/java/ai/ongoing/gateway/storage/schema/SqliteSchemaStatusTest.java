package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

@RunsOn(StorageDriver.SQLITE)
final class SqliteSchemaStatusTest extends SchemaStatusContract {

    @Override
    SchemaBackend create() {
        return SchemaBackend.sqlite();
    }

    /** Every file beside the database with a mark of its bytes. */
    @Override
    Object whatever() {
        Map<String, Integer> bytes = new TreeMap<>();
        Path directory = ((SchemaBackend.Sqlite) backend).database().directory();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                bytes.put(file.getFileName().toString(), Arrays.hashCode(Files.readAllBytes(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes;
    }
}
