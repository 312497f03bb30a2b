package ai.ongoing.gateway.bench;

import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.storage.SchemaAccess;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.TestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Times the commands that move whole stores, each in a process of its own as an operator runs it, beside the server's own
 * COPY of the same rows into the same tables. Every copy and every restore proves what arrived, and one that is not proven
 * ends the bench.
 */
final class CopyBench implements AutoCloseable {

    private static final String LOADED = "--loaded";
    private static final int LATER = 100;
    private static final String COLUMNS =
            "SELECT string_agg(quote_ident(attname), ',' ORDER BY attnum) FROM pg_attribute"
                    + " WHERE attrelid = 'traces'::regclass AND attnum > 0 AND NOT attisdropped";

    private final String launcher;
    private final HouseToMove house = new HouseToMove();
    private final Path folder = Files.createTempDirectory("copy-bench");
    private int round;

    private CopyBench(String launcher) throws IOException {
        this.launcher = launcher;
    }

    /**
     * Prints a table.
     *
     * @param args the launcher, how many rows, how many rounds; {@value #LOADED} measures on a busy machine too
     */
    public static void main(String[] args) throws Exception {
        List<String> words = new ArrayList<>(List.of(args));
        Optional<String> refusal = words.remove(LOADED) ? Optional.empty() : new QuietMachine().refusal("add --loaded");
        if (refusal.isPresent()) {
            System.err.println(refusal.get());
            System.exit(1);
        }
        int rows = words.size() > 1 ? Integer.parseInt(words.get(1)) : 200_000;
        int rounds = words.size() > 2 ? Integer.parseInt(words.get(2)) : 2;
        try (CopyBench bench = new CopyBench(words.getFirst())) {
            bench.house.add(rows);
            System.out.println("| round | what | rows | seconds | rows/s | of psql's rate | peak RSS MiB |");
            System.out.println("|---:|---|---:|---:|---:|---:|---:|");
            for (int i = 0; i < rounds; i++) {
                bench.round();
            }
        }
        System.exit(0); // The test server's threads are not waited for.
    }

    private void round() throws Exception {
        round++;
        try (PostgresDatabase target = PostgresDatabase.create();
                PostgresDatabase raw = PostgresDatabase.create();
                PostgresDatabase restored = PostgresDatabase.create()) {
            String file = house.file().toString();
            int rows = house.rows();
            migrate(target);
            ongoingai("dry run", rows, 0, "db", "copy", "--from", file, "--to", target.dsn(), "--dry-run");
            MeasuredCommand there = measured("db", "copy", "--from", file, "--to", target.dsn());
            double psql = psql(target, raw);
            print("file to server, proven", rows, there, psql);
            int later = rows / LATER;
            house.add(later);
            ongoingai("the rest of it, proven", later, 0, "db", "copy", "--from", file, "--to", target.dsn());
            rows = house.rows();
            ongoingai("verify", rows, 0, "db", "verify", "--left", file, "--right", target.dsn());
            String home = folder.resolve("home-" + round + ".db").toString();
            ongoingai(
                    "server to file, proven",
                    rows,
                    psql,
                    "db",
                    "copy",
                    "--from",
                    target.dsn(),
                    "--to",
                    home,
                    "--migrate-target");
            archive("file", Map.of("ONGOINGAI_STORAGE_PATH", file), restored.dsn());
            archive(
                    "server",
                    Map.of("ONGOINGAI_STORAGE_DRIVER", "postgres", "ONGOINGAI_STORAGE_DSN", target.dsn()),
                    folder.resolve("restored-" + round + ".db").toString());
        }
    }

    /** Backup, a look through it, a restore into the other kind of database, and an export. */
    private void archive(String kind, Map<String, String> store, String other) throws Exception {
        int rows = house.rows();
        String backup = folder.resolve(kind + ".backup").toString();
        String lines = folder.resolve(kind + ".ndjson").toString();
        print("backup of the " + kind, rows, measured(store, "db", "backup", "--to", backup, "--force"), 0);
        ongoingai("restore --check of it", rows, 0, "db", "restore", "--check", backup);
        String into = kind.equals("file") ? "server" : "file";
        ongoingai("restore of it into a " + into, rows, 0, "db", "restore", "--from", backup, "--to", other);
        print("export of the " + kind, rows, measured(store, "export", "--out", lines, "--force"), 0);
    }

    private static void migrate(PostgresDatabase database) {
        SchemaAccess.of(TestStore.postgres(database.dsn()), MigrationObserver.SILENT)
                .up();
    }

    private void ongoingai(String what, int rows, double psql, String... words) throws Exception {
        print(what, rows, measured(words), psql);
    }

    private MeasuredCommand measured(String... words) throws Exception {
        return measured(Map.of(), words);
    }

    private MeasuredCommand measured(Map<String, String> store, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher));
        command.addAll(List.of(words));
        return MeasuredCommand.run(command, folder, store);
    }

    /** The rows that arrived, sent once more by the server's own program into tables of the same shape: rows a second. */
    private double psql(PostgresDatabase from, PostgresDatabase to) throws Exception {
        migrate(to);
        String text = folder.resolve("rows.copy").toString();
        String columns = columnsOf(to);
        psql(
                from,
                "SET ongoingai.scope = 'operator'",
                "\\copy (SELECT " + columns + " FROM traces ORDER BY id) TO '" + text + "'");
        MeasuredCommand psql = psql(to, "\\copy traces (" + columns + ") FROM '" + text + "'");
        print("psql COPY", house.rows(), psql, 0);
        return rate(house.rows(), psql);
    }

    /** Lets the owner send rows past the policies, as COPY must. */
    private static String columnsOf(PostgresDatabase database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE traces NO FORCE ROW LEVEL SECURITY");
            try (ResultSet names = statement.executeQuery(COLUMNS)) {
                names.next();
                return names.getString(1);
            }
        }
    }

    private MeasuredCommand psql(PostgresDatabase database, String... commands) throws Exception {
        List<String> words =
                new ArrayList<>(List.of("psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", "-d", database.dsn()));
        for (String command : commands) {
            words.addAll(List.of("-c", command));
        }
        return MeasuredCommand.run(words, folder, Map.of());
    }

    private static double rate(int rows, MeasuredCommand command) {
        return rows * 1e9 / command.took().toNanos();
    }

    private void print(String what, int rows, MeasuredCommand command, double psql) {
        System.out.printf(
                Locale.ROOT,
                "| %d | %s | %,d | %.1f | %,.0f | %s | %d |%n",
                round,
                what,
                rows,
                command.took().toMillis() / 1e3,
                rate(rows, command),
                psql == 0 ? "" : "%.2f".formatted(rate(rows, command) / psql),
                command.peakMebibytes());
    }

    @Override
    public void close() throws IOException {
        house.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
