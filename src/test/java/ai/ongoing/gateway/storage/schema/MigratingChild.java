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

/**
 * The program of child processes: the migrator in a bare JVM. Each line of its input is one run, {@code LAST VERB sqlite
 * FILE} or {@code LAST VERB postgres URL ROLE PASSWORD}, where LAST is how many statements it may send before it dies,
 * and VERB one of {@link Verb}. Its answers begin with {@code "> "}.
 */
public final class MigratingChild {

    static final String ANSWER = "> ";

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
        say("ready");
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            say(run(line.split(" ", -1)));
        }
    }

    private static String run(String[] words) {
        HaltingConnection halting = new HaltingConnection(Integer.parseInt(words[0]));
        MigrationSettings settings = new MigrationSettings("0.1.0", Duration.ofMinutes(2), new Telling());
        SchemaDoor door = door(words, halting);
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
            return "done " + files + " " + halting.sent();
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

    private static SchemaDoor door(String[] words, HaltingConnection halting) {
        if (words[2].equals("sqlite")) {
            Connections file = () -> halting.around(DriverManager.getConnection("jdbc:sqlite:" + words[3]));
            return SchemaDoor.sqlite(Path.of(words[3]), file);
        }
        Connections server = () -> halting.around(DriverManager.getConnection(words[3], words[4], words[5]));
        return SchemaDoor.postgres(server, server);
    }

    private static void say(String words) {
        System.out.println(ANSWER + words);
    }

    /** Says what an operator would see. */
    private static final class Telling implements MigrationObserver {

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
