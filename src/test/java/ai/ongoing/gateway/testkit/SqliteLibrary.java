package ai.ongoing.gateway.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sqlite.util.OSInfo;

/** The native library of the SQLite driver, unpacked once for many processes: a killed one leaves what it unpacked. */
final class SqliteLibrary {

    private SqliteLibrary() {}

    /** The directory. */
    static Path unpackedInto(Path directory) throws IOException {
        String library = System.mapLibraryName("sqlitejdbc");
        String place = "/org/sqlite/native/" + OSInfo.getNativeLibFolderPathForCurrentOS() + "/" + library;
        try (InputStream packed = OSInfo.class.getResourceAsStream(place)) {
            if (packed == null) {
                throw new IOException("the SQLite driver has no " + place);
            }
            Files.copy(packed, directory.resolve(library));
            return directory;
        }
    }
}
