package ai.ongoing.gateway.devdb;

import ai.ongoing.gateway.devdb.Programs.Ran;
import java.io.Console;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The development database in a container, its data in a volume. Both carry a label; without it they are another's. */
final class ContainerDatabase implements DevDatabase {

    static final String KIND = "container";
    static final String CONTAINER = "ongoingai-postgres";
    static final String VOLUME = "ongoingai-postgres-data";
    static final String LABEL = "ai.ongoing.dev-db";

    private static final String IMAGE = "postgres:18-alpine";
    private static final String OWN = "{{index .%s \"" + LABEL + "\"}}";
    private static final String PORT_FORMAT = "{{(index (index .HostConfig.PortBindings \"5432/tcp\") 0).HostPort}}";

    private final DevHome home;
    private final Docker docker;
    private final Duration readyWithin;
    private final Consumer<String> said;

    ContainerDatabase(DevHome home, Docker docker, Duration readyWithin, Consumer<String> said) {
        this.home = home;
        this.docker = docker;
        this.readyWithin = readyWithin;
        this.said = said;
    }

    @Override
    public Access up(Optional<Integer> wanted) {
        home.refuseAnothers(DevHome.NEW_HOME);
        engineAnswers();
        said.accept("Docker is available");
        refuseForeign();
        int port = wanted.orElseGet(home::port);
        boolean runs = running();
        if (runs && port != mappedPort()) {
            throw new DevDatabaseException("PostgreSQL is running on port " + mappedPort()
                    + " already; to move it: ongoingai dev-db down, then ongoingai dev-db up --port " + port);
        }
        Access access = new Access(port, home.passwordOrNew());
        said.accept("Starting PostgreSQL container...");
        if (!runs) {
            start(access);
        }
        home.remember(KIND, port);
        ready(access);
        said.accept("PostgreSQL is ready");
        return access;
    }

    private void engineAnswers() {
        if (docker.version().isEmpty()) {
            throw new DevDatabaseException(
                    docker.installed()
                            ? "Docker is not available: its daemon is not running; start it (sudo systemctl start docker,"
                                    + " or Docker Desktop) and look with docker ps"
                            : "Docker is not installed, and the development database lives in a container; install Docker"
                                    + " again, or forget that database by removing " + home.directory());
        }
    }

    private void refuseForeign() {
        if (foreign("container", CONTAINER, "Config.Labels")) {
            throw new DevDatabaseException("there is a container " + CONTAINER
                    + " that ongoingai did not make; it is left alone. Rename it: docker rename " + CONTAINER
                    + " another-name");
        }
        if (foreign("volume", VOLUME, "Labels")) {
            throw new DevDatabaseException("there is a volume " + VOLUME
                    + " that ongoingai did not make; it is left alone. Use a server of your own: set storage.driver to"
                    + " postgres and storage.dsn");
        }
    }

    private boolean foreign(String kind, String name, String labels) {
        return docker.inspect(kind, name, OWN.formatted(labels))
                .filter(label -> !label.equals("true"))
                .isPresent();
    }

    private void start(Access access) {
        boolean made = exists();
        if (made && access.port() == mappedPort()) {
            free(access.port());
            docker.must(List.of("start", CONTAINER), Map.of());
            return;
        }
        free(access.port());
        if (made) {
            // A container keeps its port for life; the data is in the volume.
            docker.must(List.of("rm", CONTAINER), Map.of());
        }
        docker.must(List.of("volume", "create", "--label", LABEL + "=true", VOLUME), Map.of());
        docker.must(
                List.of(
                        "run",
                        "-d",
                        "--name",
                        CONTAINER,
                        "--label",
                        LABEL + "=true",
                        "-e",
                        "POSTGRES_PASSWORD",
                        "-p",
                        "127.0.0.1:" + access.port() + ":5432",
                        "-v",
                        VOLUME + ":/var/lib/postgresql",
                        IMAGE),
                Map.of("POSTGRES_PASSWORD", access.password()));
    }

    private static void free(int port) {
        if (!Loopback.free(port)) {
            throw Ports.taken(port);
        }
    }

    /** The role can be made once the final server listens inside; the port on this machine may follow later. */
    private void ready(Access access) {
        long end = System.nanoTime() + readyWithin.toNanos();
        Ran ran = role(access);
        while (!ran.well() && System.nanoTime() - end < 0) {
            Loopback.pause();
            ran = role(access);
        }
        if (!ran.well() || !Loopback.waitFor(access.port(), end)) {
            throw new DevDatabaseException("PostgreSQL was not ready within " + readyWithin.toSeconds()
                    + " s; look with ongoingai dev-db logs: " + ran.said());
        }
    }

    /** By TCP: while the container sets itself up, a first server listens on the socket file only. */
    private Ran role(Access access) {
        List<String> psql = List.of("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-U", "postgres");
        return docker.inside(CONTAINER, psql, Roles.script(access.password()));
    }

    private boolean exists() {
        return docker.inspect("container", CONTAINER, "{{.Id}}").isPresent();
    }

    private int mappedPort() {
        return docker.inspect("container", CONTAINER, PORT_FORMAT)
                .map(Integer::parseInt)
                .orElseThrow(() -> new DevDatabaseException(
                        "container " + CONTAINER + " has no port; remove it: ongoingai dev-db reset --yes"));
    }

    @Override
    public boolean running() {
        return docker.inspect("container", CONTAINER, "{{.State.Running}}")
                .filter("true"::equals)
                .isPresent();
    }

    @Override
    public void down() {
        engineAnswers();
        refuseForeign();
        if (running()) {
            docker.must(List.of("stop", CONTAINER), Map.of());
        }
    }

    @Override
    public void reset() {
        home.refuseAnothers(DevHome.MADE_HOME);
        engineAnswers();
        refuseForeign();
        if (exists()) {
            docker.must(List.of("rm", "-f", CONTAINER), Map.of());
        }
        if (docker.inspect("volume", VOLUME, "{{.Name}}").isPresent()) {
            docker.must(List.of("volume", "rm", VOLUME), Map.of());
        }
        home.remove();
    }

    @Override
    public List<Section> sections() {
        Optional<String> version = docker.version();
        String daemon = version.map(found -> "✓ Running (version: " + found + ")")
                .orElse("✗ Docker is not available; start it (sudo systemctl start docker) and look with docker ps");
        List<String> container = new ArrayList<>();
        if (running()) {
            container.add("✓ Container '" + CONTAINER + "' is running");
            container.add("Port: " + mappedPort() + " → 5432");
            container.add("Volume: " + VOLUME);
            container.add("Started: "
                    + docker.inspect("container", CONTAINER, "{{.State.StartedAt}}")
                            .orElse("unknown"));
        } else {
            container.add("✗ Container '" + CONTAINER + "' is not running; start it: ongoingai dev-db up");
        }
        return List.of(
                new Section("Docker Daemon", List.of(daemon)),
                new Section("PostgreSQL Container", container),
                new Section(
                        "Helpful Commands",
                        List.of(
                                "View logs: docker logs " + CONTAINER,
                                "Follow logs: docker logs -f " + CONTAINER,
                                "Access database: docker exec -it " + CONTAINER + " psql -U " + Access.NAME + " -d "
                                        + Access.NAME,
                                "Stop: ongoingai dev-db down",
                                "Remove with its data: ongoingai dev-db reset --yes")));
    }

    @Override
    public int logs(boolean follow) {
        return docker.attached(follow ? List.of("logs", "-f", CONTAINER) : List.of("logs", CONTAINER));
    }

    @Override
    public int psql(List<String> arguments) {
        boolean terminal = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        List<String> command = new ArrayList<>(
                List.of("exec", terminal ? "-it" : "-i", CONTAINER, "psql", "-U", Access.NAME, "-d", Access.NAME));
        command.addAll(arguments);
        return docker.attached(command);
    }
}
