package ai.ongoing.gateway.transfer.backup;

/** Hears how far a backup or a restore is. Called often; cheap. */
@FunctionalInterface
public interface BackupListener {

    /** Hears nothing. */
    BackupListener SILENT = (table, rows) -> {};

    /** So many rows of the table are done. */
    void progress(String table, long rows);
}
