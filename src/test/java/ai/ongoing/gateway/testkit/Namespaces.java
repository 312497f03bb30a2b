package ai.ongoing.gateway.testkit;

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
