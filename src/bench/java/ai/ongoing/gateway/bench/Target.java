package ai.ongoing.gateway.bench;

import java.io.IOException;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something under load.
 *
 * @param name as printed
 * @param port on loopback
 * @param prefix before the provider's path
 * @param process whose CPU and memory are read, its children's included; 0 when nobody said
 */
record Target(String name, int port, String prefix, long process) {

    private static final Pattern FOREIGN = Pattern.compile("([^=]+)=(http://[^#]+)(?:#(\\d+))?");

    static Target of(Child child, String prefix) {
        return new Target(child.name(), child.port(), prefix, child.pid());
    }

    /** A gateway that somebody else started: {@code NAME=URL}, or {@code NAME=URL#PID}. */
    static Target foreign(String text) {
        Matcher said = FOREIGN.matcher(text);
        if (!said.matches()) {
            throw new IllegalArgumentException("--url " + text
                    + ": NAME=http://127.0.0.1:PORT/PREFIX, with #PID behind it" + " where CPU and memory are wanted");
        }
        URI url = URI.create(said.group(2));
        if (!"127.0.0.1".equals(url.getHost()) && !"localhost".equals(url.getHost())) {
            throw new IllegalArgumentException("--url " + text + ": only loopback is loaded");
        }
        long process = said.group(3) == null ? 0 : Long.parseLong(said.group(3));
        return new Target(said.group(1), url.getPort(), url.getPath().replaceAll("/+$", ""), process);
    }

    /** User and system time spent so far by the process and those it started, in seconds; 0 when unknown. */
    double cpuSeconds() throws IOException {
        double seconds = Child.cpuSeconds(process);
        for (long child : children()) {
            seconds += Child.cpuSeconds(child);
        }
        return seconds;
    }

    /** Anonymous resident memory of the process and those it started, in MiB; 0 when unknown. */
    long anonymousMebibytes() throws IOException {
        long mebibytes = Child.anonymousMebibytes(process);
        for (long child : children()) {
            mebibytes += Child.anonymousMebibytes(child);
        }
        return mebibytes;
    }

    /** A server may do its work in processes of its own, as nginx does in its workers. */
    private long[] children() {
        return ProcessHandle.of(process)
                .map(parent ->
                        parent.descendants().mapToLong(ProcessHandle::pid).toArray())
                .orElse(new long[0]);
    }
}
