package ai.ongoing.gateway.storage.bulk.read;

import ai.ongoing.gateway.storage.bulk.BulkException;
import ai.ongoing.gateway.storage.bulk.BulkException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** By what a file that was written in between is noticed without reading it: its size, its time, and a log beside it. */
record FileTrace(long size, FileTime modified, boolean log) {

    static FileTrace of(Path file) {
        try {
            return new FileTrace(
                    Files.size(file),
                    Files.getLastModifiedTime(file),
                    Files.exists(file.resolveSibling(file.getFileName() + "-wal")));
        } catch (IOException e) {
            throw new BulkException(Reason.UNREACHABLE, "SQLite file " + file + " cannot be read: " + e, e);
        }
    }
}
