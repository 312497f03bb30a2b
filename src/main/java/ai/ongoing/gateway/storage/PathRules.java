package ai.ongoing.gateway.storage;

import java.nio.file.Files;
import java.nio.file.Path;

/** What may stand at {@code storage.path}; looks and changes nothing. */
final class PathRules {

    private PathRules() {}

    /** A device must be found out before anything is opened: its mode would be changed for the whole machine. */
    static void refuseOtherThings(Path file) {
        if (Files.isDirectory(file)) {
            throw new StorageException("storage.path " + file + " is a directory; name a file in it, for example "
                    + file.resolve("ongoingai.db"));
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new StorageException(
                    "storage.path " + file + " is a device, a pipe or a socket; name a file that may be created");
        }
    }
}
