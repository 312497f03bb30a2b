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
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The directory that keeps what is known of the development database between commands: password, port, which kind it is,
 * and the data of one that runs from programs. Only its owner may enter it. A marker says that it was made here: the setting
 * may name any directory, and what lies in another's is never written to, started or removed.
 */
final class DevHome {

    static final int DEFAULT_PORT = 15_432;

    private static final String PASSWORD = "password";
    private static final String PORT = "port";
    private static final String KIND = "kind";
    private static final String MARKER = ".ongoingai-dev-db";
    private static final String UNFINISHED = "data.unfinished";
    private static final String DATA = "data";
    private static final String LOG = "log";
    /** Ways out of {@link #refuseAnothers}. */
    static final String NEW_HOME = "a directory that is empty or does not exist yet";

    static final String MADE_HOME = "the one that dev-db up made, or move what is not of the database out of this one";

    private static final int PASSWORD_BYTES = 24;

    /** Everything that is ever made here, the marker last: while one of the others is there, it is. */
    private static final List<String> OWN = List.of(UNFINISHED, DATA, LOG, KIND, PORT, PASSWORD, MARKER);

    /** What {@link #passwordOrNew} makes. */
    private static final Pattern MADE_PASSWORD = Pattern.compile("[A-Za-z0-9_-]{32}");

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
        return directory.resolve(DATA);
    }

    /** Where they are made before they are whole. */
    Path unfinishedData() {
        return directory.resolve(UNFINISHED);
    }

    Path log() {
        return directory.resolve(LOG);
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

    /**
     * Refuses a directory with things in it that was not made here.
     *
     * @param way out, after "Set ONGOINGAI_DEV_DB_DIR to "
     */
    void refuseAnothers(String way) {
        Set<String> there = names();
        if (there.isEmpty() || isOurs(there)) {
            return;
        }
        there.removeAll(OWN);
        String found = there.stream().limit(5).collect(Collectors.joining(", "));
        throw new DevDatabaseException(directory + " (ONGOINGAI_DEV_DB_DIR) is not empty"
                + (found.isEmpty() ? "" : ": it holds " + found + (there.size() > 5 ? ", ..." : ""))
                + ", and ongoingai did not make it; it is left alone. Set ONGOINGAI_DEV_DB_DIR to " + way);
    }

    /** Versions before the marker are known by what they left: names of ours alone, and a kind or a password of ours. */
    private boolean isOurs(Set<String> there) {
        return there.contains(MARKER)
                || (OWN.containsAll(there)
                        && (kind().filter(Set.of(ContainerDatabase.KIND, ProgramDatabase.KIND)::contains)
                                        .isPresent()
                                || password()
                                        .filter(MADE_PASSWORD.asMatchPredicate())
                                        .isPresent()));
    }

    private Set<String> names() {
        if (!Files.isDirectory(directory)) {
            return new TreeSet<>();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new DevDatabaseException(
                    directory + " cannot be read: " + e + "; set ONGOINGAI_DEV_DB_DIR to a directory of your own", e);
        }
    }

    /** Removes what was made here, and the directory unless somebody has put something of his own beside it. */
    void remove() {
        refuseAnothers(MADE_HOME);
        if (names().isEmpty()) {
            return;
        }
        try {
            for (String name : OWN) {
                removeAll(directory.resolve(name));
            }
            if (names().isEmpty()) {
                Files.delete(directory);
            }
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

    /** The file is made with its final rights before anything is in it, and after the marker. */
    private void write(String name, String text) {
        Path file = directory.resolve(name);
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            make(directory.resolve(MARKER));
            make(file);
            Files.writeString(file, text + "\n", StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            throw new DevDatabaseException(
                    file + " cannot be written: " + e + "; set ONGOINGAI_DEV_DB_DIR to a directory of your own", e);
        }
    }

    private static void make(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException itIsThere) {
            // With the rights it was made with.
        }
    }
}
