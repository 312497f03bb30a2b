package ai.ongoing.gateway.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sqlite.util.OSInfo;

/**
 * The native library of the SQLite driver, unpacked once for all processes a test JVM starts. Otherwise each of them
 * unpacks its own, looks through the whole temporary directory for those of others, and leaves it there when it is
 * killed.
 */
public final class SqliteLibrary {

    private SqliteLibrary() {}

    private static final class Unpacked {
        static final Path DIRECTORY = unpacked();
    }

    /** For the command line of a JVM. */
    public static List<String> options() {
        return List.of("-Dorg.sqlite.lib.path=" + Unpacked.DIRECTORY, "-Dorg.sqlite.tmpdir=" + Unpacked.DIRECTORY);
    }

    private static Path unpacked() {
        String library = System.mapLibraryName("sqlitejdbc");
        String place = "/org/sqlite/native/" + OSInfo.getNativeLibFolderPathForCurrentOS() + "/" + library;
        try (InputStream packed = OSInfo.class.getResourceAsStream(place)) {
            if (packed == null) {
                throw new IllegalStateException("the SQLite driver has no " + place);
            }
            Path directory = JvmFolder.create("sqlite-library");
            Files.copy(packed, directory.resolve(library));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
