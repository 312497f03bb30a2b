package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.config.MigrationMode;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.migration.MigrationReport;
import ai.ongoing.gateway.migration.MigrationSettings;
import ai.ongoing.gateway.migration.UndoRequest;
import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.storage.schema.SchemaSession.Connections;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The program of child processes: the migrator in a bare JVM. Each line of its input is one run, {@code LAST VERB sqlite
 * FILE} or {@code LAST VERB postgres URL ROLE PASSWORD}, where LAST is how many statements it may send before it stops
 * for good and says {@code stopped}, and VERB one of {@link Verb}. Runs go side by side. What a run says begins with
 * {@code "> "} and its number, counted from 0 in the order of the lines.
 */
public final class MigratingChild {

    static final String ANSWER = "> ";
    static final String READY = "ready";
    static final String STOPPED = "stopped";

    /** What a child does. */
    public enum Verb {
        /** A start. */
        UP,
        /** Takes back every file of ours. */
        DOWN,
        /** Takes back the newest file and applies it again. */
        REDO
    }

    private MigratingChild() {}

    public static void main(String[] arguments) throws IOException, ClassNotFoundException {
        Class.forName("org.sqlite.JDBC");
        Class.forName("org.postgresql.Driver");
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        });
        System.out.println(ANSWER + READY);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        List<CompletableFuture<Void>> runs = new ArrayList<>();
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            runs.add(start(line.split(" ", -1), new Telling(runs.size())));
        }
        // A stopped one is over, and its thread must not outlive the tests.
        runs.forEach(CompletableFuture::join);
    }

    private static CompletableFuture<Void> start(String[] words, Telling telling) {
        CompletableFuture<String> end = new CompletableFuture<>();
        StoppingConnection stopping = new StoppingConnection(Integer.parseInt(words[0]), () -> end.complete(STOPPED));
        Thread.ofPlatform().daemon().start(() -> end.complete(run(words, stopping, telling)));
        return end.thenAccept(telling::say);
    }

    private static String run(String[] words, StoppingConnection stopping, Telling telling) {
        MigrationSettings settings = new MigrationSettings("0.1.0", Duration.ofMinutes(2), telling);
        SchemaDoor door = door(words, stopping);
        try {
            int files = switch (Verb.valueOf(words[1])) {
                case UP -> start(door, settings);
                case DOWN ->
                    new SchemaAdmin(door, settings)
                            .down(UndoRequest.to(MigrationFile.FIRST_OWN - 1, true))
                            .undone()
                            .size();
                case REDO ->
                    new SchemaAdmin(door, settings).redo(true).applied().size();
            };
            return "done " + files + " " + stopping.sent();
        } catch (MigrationException e) {
            return "failed " + e.reason() + " " + String.valueOf(e.getMessage()).replace('\n', ' ');
        }
    }

    private static int start(SchemaDoor door, MigrationSettings settings) {
        try (SchemaSession session = new SchemaSession(door.writing(), door.dialect(), MigrationMode.AUTO, settings)) {
            MigrationReport report = session.migrate();
            session.secureTenants();
            return report.applied().size();
        }
    }

    private static SchemaDoor door(String[] words, StoppingConnection stopping) {
        if (words[2].equals("sqlite")) {
            Connections file = () -> stopping.around(DriverManager.getConnection("jdbc:sqlite:" + words[3]));
            return SchemaDoor.sqlite(Path.of(words[3]), file);
        }
        Connections server = () -> stopping.around(DriverManager.getConnection(words[3], words[4], words[5]));
        return SchemaDoor.postgres(server, server);
    }

    /**
     * Says what an operator would see.
     *
     * @param run the number of the run it is of
     */
    private record Telling(int run) implements MigrationObserver {

        void say(String words) {
            System.out.println(ANSWER + run + " " + words);
        }

        @Override
        public void applying(String name) {
            say("applying " + name);
        }

        @Override
        public void waiting(String holder) {
            say("waiting for " + holder);
        }
    }
}
