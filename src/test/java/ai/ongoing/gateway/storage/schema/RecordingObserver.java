package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.migration.MigrationObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what the engine told it. */
final class RecordingObserver implements MigrationObserver {

    final List<String> applied = new CopyOnWriteArrayList<>();
    final List<String> holders = new CopyOnWriteArrayList<>();
    final List<String> retried = new CopyOnWriteArrayList<>();
    final List<String> warned = new CopyOnWriteArrayList<>();

    @Override
    public void applied(String name, Duration took) {
        applied.add(name);
    }

    @Override
    public void waiting(String holder) {
        holders.add(holder);
    }

    @Override
    public void warning(String sentence) {
        warned.add(sentence);
    }

    @Override
    public void retrying(String name, int attempt, Duration pause) {
        retried.add(name);
    }
}
