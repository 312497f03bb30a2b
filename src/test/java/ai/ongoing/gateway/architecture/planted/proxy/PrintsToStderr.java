package ai.ongoing.gateway.architecture.planted.proxy;

/** Only start-up and the command line own stderr. */
public final class PrintsToStderr {

    /** Prints. */
    public void print() {
        System.err.println("hello");
    }
}
