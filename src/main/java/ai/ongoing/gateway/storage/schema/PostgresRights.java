package ai.ongoing.gateway.storage.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns PostgreSQL's refusals into the statement that an administrator runs. */
final class PostgresRights {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String INVALID_SCHEMA = "3F000";
    private static final Pattern SCHEMA = Pattern.compile("permission denied for schema \"?([^\"\\s]+)\"?");
    private static final Pattern OWNER = Pattern.compile("must be owner of (?:table|relation) \"?([^\"\\s]+)\"?");
    private static final Pattern TABLE = Pattern.compile("permission denied for (?:table|relation) \"?([^\"\\s]+)\"?");

    private PostgresRights() {}

    /** The statement, or empty when the failure is not about a right. Asks the database for the role's name. */
    static Optional<String> remedy(Connection connection, SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        if (INVALID_SCHEMA.equals(failure.getSQLState())) {
            return Optional.of("GRANT USAGE, CREATE ON SCHEMA public TO " + role(connection) + ";");
        }
        if (!INSUFFICIENT_PRIVILEGE.equals(failure.getSQLState())) {
            return Optional.empty();
        }
        Matcher schema = SCHEMA.matcher(message);
        if (schema.find()) {
            return Optional.of("GRANT USAGE, CREATE ON SCHEMA " + schema.group(1) + " TO " + role(connection) + ";");
        }
        Matcher owner = OWNER.matcher(message);
        if (owner.find()) {
            return Optional.of("ALTER TABLE " + owner.group(1) + " OWNER TO " + role(connection) + ";");
        }
        Matcher table = TABLE.matcher(message);
        if (table.find()) {
            return Optional.of("GRANT ALL ON TABLE " + table.group(1) + " TO " + role(connection) + ";");
        }
        return Optional.of("GRANT ALL ON ALL TABLES IN SCHEMA public TO " + role(connection) + ";");
    }

    private static String role(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT quote_ident(current_user)")) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            // The connection is broken as well; the statement is still worth printing.
            return "<the gateway's role>";
        }
    }
}
