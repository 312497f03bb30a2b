package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.storage.row.StoreFailures;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;

/**
 * Why a server does not let this program in, as a sentence with the way out, and whether asking again can help. Decided
 * by SQLSTATE and exception type; a server's words are only quoted.
 *
 * @param sentence for the operator
 * @param passing whether the same question may be answered later: nothing listens yet, or the server is starting
 */
record PostgresRefusal(String sentence, boolean passing) {

    static PostgresRefusal of(PostgresTarget target, SQLException e) {
        String server = "PostgreSQL at " + target.server();
        String state = StoreFailures.sqlState(e);
        return switch (state) {
            case "28P01" ->
                lasting(server + " refuses the password of role " + target.user() + "; correct " + target.key() + " ("
                        + target.location() + ")");
            case "28000" ->
                lasting(server + " does not let role " + target.user() + " in (" + words(e)
                        + "); check that the role exists and may log in, and the server's pg_hba.conf");
            case "3D000" ->
                lasting(server + " has no database \"" + target.database() + "\"; create it (CREATE DATABASE "
                        + quoted(target.database()) + " OWNER " + quoted(target.user()) + ";) or correct "
                        + target.key());
            case "42501" ->
                lasting(server + " denies role " + target.user() + " the database \"" + target.database()
                        + "\"; GRANT CONNECT ON DATABASE " + quoted(target.database()) + " TO " + quoted(target.user())
                        + ";");
            case "57P03" -> passing(server + " is starting up or shutting down");
            case "53300" -> passing(server + " has no connection to spare (" + words(e) + ")");
            default -> byCause(target, server, state, e);
        };
    }

    private static PostgresRefusal byCause(PostgresTarget target, String server, String state, SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case SSLException tls -> {
                    return lasting(server + " and this program do not agree on TLS (" + tls.getMessage()
                            + "); check the certificate, or sslmode in " + target.key());
                }
                case UnknownHostException unknown -> {
                    return passing("the host of " + server + " is unknown; correct " + target.key());
                }
                case SocketTimeoutException timeout -> {
                    return silent(target, server);
                }
                case ConnectException refused -> {
                    return passing(server + " refuses the connection; start the server or correct " + target.key());
                }
                default -> {
                    // look deeper
                }
            }
        }
        if (state.equals("08004") && target.requiresTls()) {
            return lasting(server + " does not offer TLS, and sslmode in " + target.key()
                    + " requires it; switch TLS on in the server, or write sslmode=prefer");
        }
        if (state.equals("08001")) { // the driver's own limit on a log-in: it names no cause
            return silent(target, server);
        }
        return new PostgresRefusal(server + ": " + words(e) + "; check " + target.key(), state.startsWith("08"));
    }

    private static PostgresRefusal silent(PostgresTarget target, String server) {
        return passing(server + " does not answer; check host, port and firewall of " + target.key());
    }

    private static PostgresRefusal lasting(String sentence) {
        return new PostgresRefusal(sentence, false);
    }

    private static PostgresRefusal passing(String sentence) {
        return new PostgresRefusal(sentence, true);
    }

    private static String words(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }

    static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
