package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.storage.schema.SchemaSession;
import ai.ongoing.gateway.testkit.Samples;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.trace.Trace;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The program of child processes: {@code open PATH...} tries each path and prints what happened, {@code hold PATH ROWS}
 * stores rows, says so, and stays until it is killed.
 */
final class StoreProbe {

    private StoreProbe() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments[0].equals("open")) {
            for (String path : List.of(arguments).subList(1, arguments.length)) {
                System.out.println(tried(Path.of(path)));
            }
            return;
        }
        GatewayDatabase database = new GatewayDatabase();
        database.open(TestStore.sqlite(Path.of(arguments[1])));
        List<Trace> traces = IntStream.range(0, Integer.parseInt(arguments[2]))
                .mapToObj(i -> Samples.trace())
                .toList();
        if (!traces.isEmpty()) {
            try (SchemaSession schema = database.schema()) {
                schema.migrate();
            }
            database.traceSink().save(traces);
        }
        System.out.println("holding");
        Thread.currentThread().join();
    }

    private static String tried(Path path) {
        try (GatewayDatabase database = new GatewayDatabase()) {
            database.open(TestStore.sqlite(path));
            return "opened";
        } catch (StorageException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
