package ai.ongoing.gateway.devdb;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directory that keeps what is known of the development database between commands: password, port, which kind it is,
 * and the data of one that runs from programs. Only its owner may enter it.
 */
final class DevHome {

    static final int DEFAULT_PORT = 15_432;

    private static final String PASSWORD = "password";
    private static final String PORT = "port";
    private static final String KIND = "kind";
    private static final int PASSWORD_BYTES = 24;

    private final Path directory;

    DevHome(Path directory) {
        this.directory = directory;
    }

    /** {@code ONGOINGAI_DEV_DB_DIR}, else beside the user's other data as the XDG base directory specification says. */
    static DevHome of(Map<String, String> environment) {
        String own = environment.getOrDefault("ONGOINGAI_DEV_DB_DIR", "");
        if (!own.isEmpty()) {
            return new DevHome(Path.of(own).toAbsolutePath());
        }
        String data = environment.getOrDefault("XDG_DATA_HOME", "");
        Path base = data.isEmpty() ? Path.of(environment.getOrDefault("HOME", "."), ".local", "share") : Path.of(data);
        return new DevHome(base.resolve("ongoingai").resolve("dev-db").toAbsolutePath());
    }

    Path directory() {
        return directory;
    }

    /** Where a server run from programs keeps its data. */
    Path data() {
        return directory.resolve("data");
    }

    Path log() {
        return directory.resolve("log");
    }

    Optional<String> password() {
        return read(PASSWORD);
    }

    int port() {
        return read(PORT).map(Integer::parseInt).orElse(DEFAULT_PORT);
    }

    /** Which kind of database was made here, if one was. */
    Optional<String> kind() {
        return read(KIND);
    }

    /** The password, made at first use. */
    String passwordOrNew() {
        return password().orElseGet(() -> {
            byte[] random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            write(PASSWORD, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
            return password().orElseThrow();
        });
    }

    void remember(String kind, int port) {
        write(KIND, kind);
        write(PORT, Integer.toString(port));
    }

    /** Removes the directory with all that is in it; nothing is left to remember. */
    void remove() {
        if (kind().isEmpty()) {
            return;
        }
        try {
            removeAll(directory);
        } catch (IOException e) {
            throw new DevDatabaseException(directory + " cannot be removed: " + e + "; remove it by hand", e);
        }
    }

    static void removeAll(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        }
    }

    private Optional<String> read(String name) {
        Path file = directory.resolve(name);
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException e) {
            throw new DevDatabaseException(file + " cannot be read: " + e, e);
        }
    }

    /** The file is made with its final rights before anything is in it. */
    private void write(String name, String text) {
        Path file = directory.resolve(name);
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } catch (FileAlreadyExistsException itIsThere) {
                // Written again below, with the rights it was made with.
            }
            Files.writeString(file, text + "\n", StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            throw new DevDatabaseException(
                    file + " cannot be written: " + e + "; set ONGOINGAI_DEV_DB_DIR to a directory of your own", e);
        }
    }
}
