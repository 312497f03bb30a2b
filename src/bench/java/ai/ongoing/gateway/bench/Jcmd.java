package ai.ongoing.gateway.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks a JVM of a bench about itself. */
final class Jcmd {

    private static final String EDEN = "sun.gc.generation.0.space.0.";

    private Jcmd() {}

    static String ask(long pid, String command) throws Exception {
        Path program = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process asked = new ProcessBuilder(program.toString(), Long.toString(pid), command).start();
        String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (asked.waitFor() != 0) {
            throw new IllegalStateException("jcmd " + command + " failed: " + answer);
        }
        return answer;
    }

    /**
     * Bytes allocated since the JVM began, as far as the serial collector's counters tell: it collects when Eden is full,
     * which has one size as long as the young generation has. Rounded by what threads have reserved and not yet used.
     */
    static long allocatedBytes(long pid) throws Exception {
        Map<String, Long> counters = ask(pid, "PerfCounter.print")
                .lines()
                .filter(line ->
                        line.matches("sun\\.gc\\.(collector\\.0\\.invocations|generation\\.0\\.space\\.0\\.\\w+)=\\d+"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')),
                        line -> Long.parseLong(line.substring(line.indexOf('=') + 1))));
        return number(counters, "sun.gc.collector.0.invocations") * number(counters, EDEN + "capacity")
                + number(counters, EDEN + "used");
    }

    private static long number(Map<String, Long> counters, String name) {
        Long value = counters.get(name);
        if (value == null) {
            throw new IllegalStateException("the JVM has no counter " + name);
        }
        return value;
    }
}
