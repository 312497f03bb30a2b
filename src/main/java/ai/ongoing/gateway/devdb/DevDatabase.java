package ai.ongoing.gateway.devdb;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The development database of this user on this machine. What was not made here is never touched. Every method runs other
 * programs and may take seconds; failures are {@link DevDatabaseException}s that say the way out.
 */
public sealed interface DevDatabase permits ContainerDatabase, ProgramDatabase {

    /** How long {@link #up} waits for a server that it has started; what makes one first has the time it takes. */
    Duration READY_WITHIN = Duration.ofSeconds(30);

    /**
     * The one that exists, else the kind that can be made here: a container where an engine answers, else the machine's own
     * programs.
     *
     * @param said takes each step that is done, in words for an operator
     */
    static DevDatabase of(Map<String, String> environment, Consumer<String> said) {
        Programs programs = new Programs(environment);
        DevHome home = DevHome.of(environment);
        Docker docker = new Docker(programs);
        boolean container = home.kind()
                .map(ContainerDatabase.KIND::equals)
                .orElseGet(() -> docker.version().isPresent());
        return container
                ? new ContainerDatabase(home, docker, READY_WITHIN, said)
                : new ProgramDatabase(home, new ServerPrograms(programs), said);
    }

    /** How the existing one is reached; empty when there is none. It may be stopped. */
    static Optional<Access> access(Map<String, String> environment) {
        DevHome home = DevHome.of(environment);
        return home.kind().flatMap(_ -> home.password()).map(password -> new Access(home.port(), password));
    }

    /**
     * Makes the database if there is none, starts it if it does not run, and returns when it answers.
     *
     * @param port where it should listen; empty for where it listened before, at first 15432
     */
    Access up(Optional<Integer> port);

    /** Stops it; the data stays. */
    void down();

    /** Removes it with all its data. */
    void reset();

    boolean running();

    /** What there is and how it does, section by section; changes nothing. */
    List<Section> sections();

    /** The server's log; with {@code follow} until interrupted. Returns the exit code. */
    int logs(boolean follow);

    /** A psql session on the terminal. Returns its exit code. */
    int psql(List<String> arguments);

    /** One part of what is shown to an operator. */
    record Section(String title, List<String> lines) {
        public Section {
            lines = List.copyOf(lines);
        }
    }
}
