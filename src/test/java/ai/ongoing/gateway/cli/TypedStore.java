package ai.ongoing.gateway.cli;

import java.util.Map;

/** A fresh store of either kind that commands are typed at. */
interface TypedStore {

    /** The variables that name it. */
    Map<String, String> environment();

    /** Everything a command that only looks may not change: bytes of files, facts of a catalogue. */
    Object fingerprint() throws Exception;

    void execute(String sql) throws Exception;

    /** A recorded call with a value in a column of file 100. */
    void addTrace() throws Exception;

    /** Makes the store the one that the Go program wrote. */
    void fillAsTheGoProgramDid() throws Exception;

    void close();
}
