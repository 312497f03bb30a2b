package ai.ongoing.gateway.architecture.planted.proxy;

/** Only the command line owns stdout. */
public final class PrintsToStdout {

    /** Prints. */
    public void print() {
        System.out.println("hello");
    }
}
