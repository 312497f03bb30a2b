package ai.ongoing.gateway;

/**
 * Ends the process with 0 when a signal comes before there is a gateway to stop: nothing was begun, so nothing is left
 * undone. A JVM by itself would end with 143.
 */
final class EarlyStop {

    private final Thread hook = Thread.ofPlatform()
            .name("early-stop")
            .unstarted(() -> Runtime.getRuntime().halt(0));

    /** From now on, until {@link #over}. */
    void begin() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Somebody else stops from now on; when a signal came already, the process ends here. */
    void over() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException signalled) {
            Serving.untilSignalled();
        }
    }
}
