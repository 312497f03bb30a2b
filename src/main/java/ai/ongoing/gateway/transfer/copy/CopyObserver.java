package ai.ongoing.gateway.transfer.copy;

import ai.ongoing.gateway.storage.Endpoint;
import java.util.List;

/** Hears how a copy goes on. Called on the copy's own thread; must not block for long. */
public interface CopyObserver {

    /** Nothing is told. */
    CopyObserver SILENT = new CopyObserver() {};

    /** An end could not be reached and is tried again. */
    default void waiting(String why, long millis) {}

    default void connected(Endpoint end) {}

    /** The target's schema is the program's; {@code applied} names what was applied for that, mostly nothing. */
    default void schemaReady(Endpoint target, List<String> applied) {}

    /** An earlier copy of the same source is gone on with. */
    default void resuming(String job) {}

    /** So many rows stand in all tables together; told before the first of them begins. */
    default void found(long rows) {}

    /** A table begins, as number {@code place} of {@code tables}. */
    default void table(int place, int tables, String name, long found) {}

    /** So many of its rows are dealt with; {@code earlier} of them had arrived before this run, as the books say. */
    default void progress(String name, long done, long earlier) {}

    default void tableDone(int place, int tables, TableReport table) {}

    /** What arrived is read back now. */
    default void verifying(String name) {}
}
