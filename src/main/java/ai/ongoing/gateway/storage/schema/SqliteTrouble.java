package ai.ongoing.gateway.storage.schema;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteException;

/** What stands in the way of a SQLite file, in an operator's words: the cause and the way out. */
public final class SqliteTrouble {

    private SqliteTrouble() {}

    /** A sentence for anything that goes wrong with the file; names the setting and the file. */
    public static String sentence(Path file, SQLException failure) {
        return "storage.path " + file + ": "
                + ofTheFile(failure)
                        .orElseGet(() -> failure.getMessage() + "; check the disk and the rights of the file");
    }

    /** Empty when the failure is not about the file but about what was asked of it. */
    static Optional<String> ofTheFile(SQLException failure) {
        int code = failure instanceof SQLiteException sqlite ? sqlite.getResultCode().code & 0xff : 0;
        return switch (code) {
            case 26 ->
                Optional.of("file is not a database; it is left as it is: choose another storage.path, or restore the"
                        + " file from a backup");
            case 11 ->
                Optional.of("database disk image is malformed; it is left as it is: restore the file from a backup, or"
                        + " save what is left with sqlite3 FILE .recover");
            case 5, 6 -> Optional.of("database is locked by another program; stop it and start again");
            case 8, 14 ->
                Optional.of(
                        "the file is read-only or cannot be opened for writing; check the rights of the file, of its directory and"
                                + " of the -wal and -shm files beside it");
            case 10 -> Optional.of("the disk failed to read or write it; check the disk");
            case 13 -> Optional.of("the disk is full; make room and start again");
            default -> Optional.empty();
        };
    }
}
