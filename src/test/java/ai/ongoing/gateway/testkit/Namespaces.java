package ai.ongoing.gateway.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Whether this machine gives a plain process a mount namespace of its own, in which it can have a small disk. */
public final class Namespaces {

    private Namespaces() {}

    /** Goes on where it does, and always under CI, where the test then fails for that reason. */
    public static void assumeMounting() {
        Assumptions.assumeTrue(
                mounting() || "true".equals(System.getenv("CI")), "this machine gives no mount namespace of its own");
    }

    /** What stands before a command that sees, alone, a disk of so many MiB mounted over a directory. */
    public static List<String> withDisk(int mebibytes, Path over) {
        String mount = "mount -t tmpfs -o size=" + mebibytes + "m tmpfs \"$1\"; shift; exec \"$@\"";
        return List.of("unshare", "-Urm", "sh", "-ec", mount, "sh", over.toString());
    }

    /** Mounts a directory once more over itself, to be read only, for a process that was started with a disk there. */
    public static void setReadOnly(long process, Path directory) throws IOException, InterruptedException {
        inside(process, "mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\"", directory);
    }

    /** Takes {@link #setReadOnly} back. */
    public static void setWritable(long process, Path directory) throws IOException, InterruptedException {
        inside(process, "umount \"$1\"", directory);
    }

    private static void inside(long process, String script, Path directory) throws IOException, InterruptedException {
        Process run = new ProcessBuilder(
                        "nsenter",
                        "-t",
                        Long.toString(process),
                        "-U",
                        "-m",
                        "--preserve-credentials",
                        "sh",
                        "-ec",
                        script,
                        "sh",
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said = run.inputReader()) {
            String words = String.join(" ", said.readAllLines());
            if (run.waitFor() != 0) {
                throw new IOException(script + " failed on " + directory + ": " + words);
            }
        }
    }

    private static boolean mounting() {
        try {
            Process probe = new ProcessBuilder("unshare", "-Urm", "sh", "-c", "mount -t tmpfs tmpfs /mnt").start();
            return probe.waitFor(60, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
