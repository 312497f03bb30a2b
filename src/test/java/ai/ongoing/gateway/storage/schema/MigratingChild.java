package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.config.MigrationMode;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.migration.MigrationReport;
import ai.ongoing.gateway.migration.MigrationSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;

/**
 * The program of child processes: the migrator in a bare JVM. Each line of its input is one start, {@code LAST sqlite
 * FILE} or {@code LAST postgres URL ROLE PASSWORD}, where LAST is how many statements it may send before it dies. Its
 * answers begin with {@code "> "}.
 */
final class MigratingChild {

    static final String ANSWER = "> ";

    private MigratingChild() {}

    public static void main(String[] arguments) throws IOException, ClassNotFoundException {
        Class.forName("org.sqlite.JDBC");
        Class.forName("org.postgresql.Driver");
        say("ready");
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            say(start(line.split(" ", -1)));
        }
    }

    private static String start(String[] words) {
        HaltingConnection halting = new HaltingConnection(Integer.parseInt(words[0]));
        MigrationSettings settings = new MigrationSettings("0.1.0", Duration.ofMinutes(2), new Telling());
        try (SchemaSession session = session(words, halting, settings)) {
            MigrationReport report = session.migrate();
            session.secureTenants();
            return "done " + report.applied().size() + " " + halting.sent();
        } catch (MigrationException e) {
            return "failed " + e.reason() + " " + String.valueOf(e.getMessage()).replace('\n', ' ');
        }
    }

    private static SchemaSession session(String[] words, HaltingConnection halting, MigrationSettings settings) {
        if (words[1].equals("sqlite")) {
            Path file = Path.of(words[2]);
            return SchemaSession.sqlite(
                    () -> halting.around(DriverManager.getConnection("jdbc:sqlite:" + file)),
                    file,
                    MigrationMode.AUTO,
                    settings);
        }
        return SchemaSession.postgres(() -> halting.around(connect(words)), MigrationMode.AUTO, settings);
    }

    private static Connection connect(String[] words) throws java.sql.SQLException {
        return DriverManager.getConnection(words[2], words[3], words[4]);
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
