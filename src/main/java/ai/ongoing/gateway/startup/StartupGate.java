package ai.ongoing.gateway.startup;

import ai.ongoing.gateway.http.Gate;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * The one state of the gateway: starting, then serving, then stopping, never back. Degraded is serving while the store
 * does not answer. Thread-safe; asked for every request, so it holds no lock.
 */
public final class StartupGate implements Gate {

    private final Clock clock;
    private final Supplier<Optional<String>> trouble;
    private final AtomicReference<Stage> stage;

    /** @param trouble what is wrong with the store; asked for every state while serving, so cheap; not asked before */
    public StartupGate(Clock clock, Supplier<Optional<String>> trouble) {
        this.clock = clock;
        this.trouble = trouble;
        this.stage = new AtomicReference<>(new Stage(State.STARTING, clock.instant(), new Progress("start", "")));
    }

    private record Stage(State state, Instant since, Progress progress) {}

    @Override
    public State state() {
        State state = stage.get().state();
        return state == State.SERVING && trouble.get().isPresent() ? State.DEGRADED : state;
    }

    @Override
    public String trouble() {
        return accepting() ? trouble.get().orElse("") : "";
    }

    @Override
    public boolean accepting() {
        // A store that is away never closes the gate, so it need not be asked.
        return stage.get().state() == State.SERVING;
    }

    @Override
    public Instant since() {
        return stage.get().since();
    }

    @Override
    public Progress progress() {
        return stage.get().progress();
    }

    /** Says what the start is busy with; without effect once it is over. */
    void starting(String step) {
        progress(new Progress(step, ""));
    }

    /** As {@link #starting}, with the migration that is being applied. */
    public void progress(Progress progress) {
        stage.updateAndGet(
                now -> now.state() == State.STARTING ? new Stage(State.STARTING, now.since(), progress) : now);
    }

    /**
     * Opens the gate.
     *
     * @return false when a stop came first; the gate then stays shut
     */
    boolean serving() {
        Stage open = new Stage(State.SERVING, clock.instant(), Progress.NONE);
        return stage.updateAndGet(now -> now.state() == State.STARTING ? open : now)
                        .state()
                == State.SERVING;
    }

    /** Shuts the gate for good. */
    public void stopping() {
        Stage shut = new Stage(State.STOPPING, clock.instant(), Progress.NONE);
        stage.updateAndGet(now -> now.state() == State.STOPPING ? now : shut);
    }
}
