package ai.ongoing.gateway.storage.bulk.read;

import ai.ongoing.gateway.storage.bulk.BulkException;
import ai.ongoing.gateway.storage.bulk.BulkException.Reason;
import java.sql.SQLException;

/** What went wrong with a PostgreSQL database, in an operator's words. */
record PostgresFailures(String location) {

    BulkException reading(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String words = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
        if (state.startsWith("08") || state.startsWith("57P")) {
            return new BulkException(
                    Reason.UNREACHABLE,
                    "the connection to " + location + " was lost (" + words
                            + "); run the command again when it is there: a copy goes on behind what was committed",
                    e);
        }
        if (state.equals("42501")) {
            return new BulkException(Reason.RIGHTS, location + ": " + words, e);
        }
        boolean damaged = state.equals("XX001") || state.equals("XX002");
        return new BulkException(damaged ? Reason.CORRUPT : Reason.FAILED, location + " cannot be read: " + words, e);
    }
}
