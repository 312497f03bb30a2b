package ai.ongoing.gateway.transfer.archive;

import ai.ongoing.gateway.storage.bulk.SchemaStamp;
import ai.ongoing.gateway.storage.bulk.TableShape;
import java.time.Instant;
import java.util.List;

/**
 * The first half of a backup's manifest: what was backed up. Totals follow at the file's end, when they are known.
 *
 * @param application version of the program that wrote it
 * @param driver backend it was taken from
 * @param location where from, without password
 * @param taken when
 * @param tables in the order of the file, those referred to first
 */
public record ArchiveHead(
        String application,
        String driver,
        String location,
        SchemaStamp schema,
        Instant taken,
        List<TableShape> tables) {

    /** The format of the file that this program writes, and the newest it reads. */
    public static final int FORMAT = 1;

    public ArchiveHead {
        tables = List.copyOf(tables);
    }
}
