package ai.ongoing.gateway.devdb;

import ai.ongoing.gateway.devdb.Programs.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The development database run by the machine's own PostgreSQL, its data in a directory of the user's. */
final class ProgramDatabase implements DevDatabase {

    static final String KIND = "programs";

    private final DevHome home;
    private final ServerPrograms server;
    private final Consumer<String> said;

    ProgramDatabase(DevHome home, ServerPrograms server, Consumer<String> said) {
        this.home = home;
        this.server = server;
        this.said = said;
    }

    @Override
    public Access up(Optional<Integer> wanted) {
        home.refuseAnothers(DevHome.NEW_HOME);
        Path bin = programs();
        said.accept("PostgreSQL " + server.version(bin).orElse(0) + " is available: " + bin);
        int port = wanted.orElseGet(home::port);
        boolean runs = running();
        if (runs && port != home.port()) {
            throw new DevDatabaseException("PostgreSQL is running on port " + home.port()
                    + " already; to move it: ongoingai dev-db down, then ongoingai dev-db up --port " + port);
        }
        said.accept("Starting PostgreSQL...");
        if (!runs) {
            prepare(bin, port);
        }
        long end = System.nanoTime() + READY_WITHIN.toNanos();
        if (!runs) {
            start(bin, port);
        }
        if (!Loopback.waitFor(port, end)) {
            throw notReady("nobody answers on port " + port);
        }
        said.accept("PostgreSQL is ready");
        return new Access(port, home.passwordOrNew());
    }

    private Path programs() {
        return server.directory()
                .orElseThrow(() -> new DevDatabaseException("Docker is not available, and no PostgreSQL 14 or newer"
                        + " (initdb, pg_ctl) was found on the PATH or in the usual places; start Docker, install"
                        + " PostgreSQL, or use a server of your own: set storage.driver to postgres and storage.dsn"));
    }

    private void prepare(Path bin, int port) {
        if (!Loopback.free(port)) {
            throw Ports.taken(port);
        }
        boolean made = Files.exists(home.data().resolve("PG_VERSION"));
        if (made && home.password().isEmpty()) {
            throw new DevDatabaseException("the password of " + home.data()
                    + " is gone; begin anew with ongoingai dev-db reset --yes, which removes its data");
        }
        if (!made) {
            make(bin);
        }
        home.remember(KIND, port);
    }

    private void start(Path bin, int port) {
        // No socket file: its path may be too long, and the directory of such files is often not writable.
        String options = "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=''";
        List<String> command = List.of(
                "pg_ctl",
                "-D",
                home.data().toString(),
                "-l",
                home.log().toString(),
                "-o",
                options,
                "-w",
                "-t",
                Long.toString(READY_WITHIN.toSeconds()),
                "start");
        Ran ran = server.run(bin, command, "");
        if (!ran.well()) {
            throw notReady(ran.said());
        }
    }

    /** Into a directory beside, renamed when whole: a start that was cut off leaves nothing that looks like a database. */
    private void make(Path bin) {
        Path unfinished = home.unfinishedData();
        String directory = unfinished.toString();
        String password = home.passwordOrNew();
        try {
            DevHome.removeAll(unfinished);
            must(server.run(
                    bin,
                    List.of(
                            "initdb",
                            "-D",
                            directory,
                            "-U",
                            "postgres",
                            "-A",
                            "scram-sha-256",
                            "-E",
                            "UTF8",
                            "--locale=C",
                            "--no-sync",
                            "--pwfile=" + home.directory().resolve("password")),
                    ""));
            must(server.run(bin, List.of("postgres", "--single", "-D", directory, "postgres"), Roles.lines(password)));
            Files.move(unfinished, home.data());
        } catch (IOException e) {
            throw new DevDatabaseException(home.data() + " cannot be made: " + e, e);
        }
    }

    private static void must(Ran ran) {
        if (!ran.well() || ran.said().contains("ERROR:")) {
            throw new DevDatabaseException("the development database cannot be made: " + ran.said());
        }
    }

    private DevDatabaseException notReady(String cause) {
        return new DevDatabaseException("PostgreSQL was not ready within " + READY_WITHIN.toSeconds()
                + " s; look with ongoingai dev-db logs: " + cause);
    }

    @Override
    public boolean running() {
        return Files.exists(home.data())
                && server.directory()
                        .map(bin -> server.run(
                                        bin, List.of("pg_ctl", "-D", home.data().toString(), "status"), "")
                                .well())
                        .orElse(false);
    }

    @Override
    public void down() {
        home.refuseAnothers(DevHome.MADE_HOME); // a server of somebody's may run on data that lies there
        if (running()) {
            must(server.run(
                    programs(), List.of("pg_ctl", "-D", home.data().toString(), "-m", "fast", "-w", "stop"), ""));
        }
    }

    @Override
    public void reset() {
        down();
        home.remove();
    }

    @Override
    public List<Section> sections() {
        List<String> state = new ArrayList<>();
        if (running()) {
            state.add("✓ PostgreSQL is running");
            state.add("Port: " + home.port());
            state.add("Data: " + home.data());
        } else {
            state.add("✗ PostgreSQL is not running; start it: ongoingai dev-db up");
        }
        return List.of(
                new Section(
                        "PostgreSQL Programs",
                        List.of(server.directory()
                                .map(bin -> "✓ " + bin + " (version: "
                                        + server.version(bin).orElse(0) + ")")
                                .orElse("✗ none found; install Docker or PostgreSQL 14 or newer"))),
                new Section("PostgreSQL Server", state),
                new Section(
                        "Helpful Commands",
                        List.of(
                                "View logs: ongoingai dev-db logs",
                                "Access database: ongoingai dev-db psql",
                                "Stop: ongoingai dev-db down",
                                "Remove with its data: ongoingai dev-db reset --yes")));
    }

    @Override
    public int logs(boolean follow) {
        List<String> tail = follow ? List.of("tail", "-n", "+1", "-f") : List.of("cat");
        List<String> command = new ArrayList<>(tail);
        command.add(home.log().toString());
        return server.attached(command, Map.of());
    }

    @Override
    public int psql(List<String> arguments) {
        Path psql = server.psql(server.directory())
                .orElseThrow(() -> new DevDatabaseException(
                        "psql is not installed; install PostgreSQL's client, or use another one with port "
                                + home.port()
                                + ", user and database " + Access.NAME + " and the password in "
                                + home.directory().resolve("password")));
        List<String> command = new ArrayList<>(List.of(
                psql.toString(),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(home.port()),
                "-U",
                Access.NAME,
                "-d",
                Access.NAME));
        command.addAll(arguments);
        return server.attached(command, Map.of("PGPASSWORD", home.passwordOrNew()));
    }
}
