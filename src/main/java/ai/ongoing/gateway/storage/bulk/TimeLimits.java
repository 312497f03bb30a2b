package ai.ongoing.gateway.storage.bulk;

/**
 * A server's limits of time, lifted for work that takes as long as a store is large: while one end of a copy or of a proof
 * is read, the other waits, within a transaction or between two. Asked of the server's own list of settings, because not
 * every version knows each of them.
 */
public final class TimeLimits {

    private static final String NAMED = ", '0', %s) FROM pg_settings WHERE name IN ('statement_timeout',"
            + " 'transaction_timeout', 'idle_in_transaction_session_timeout', 'idle_session_timeout')";

    /** For the transaction that is open. */
    public static final String LIFTED_FOR_THE_TRANSACTION = "SELECT set_config(name" + NAMED.formatted("true");

    /** Until the connection is closed. */
    public static final String LIFTED = "SELECT set_config(name" + NAMED.formatted("false");

    private TimeLimits() {}
}
