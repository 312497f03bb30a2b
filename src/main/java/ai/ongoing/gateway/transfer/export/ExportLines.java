package ai.ongoing.gateway.transfer.export;

import java.io.IOException;
import java.io.OutputStream;

/** Turns traces, as JSON with a line feed, into an export's lines. */
@FunctionalInterface
interface ExportLines {

    /** What stands before the first trace. */
    default void begin(OutputStream out) throws IOException {}

    void write(OutputStream out, byte[] json) throws IOException;
}
