package ai.ongoing.gateway.config.dsn;

import ai.ongoing.gateway.config.ConfigError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fills what a connection string leaves out, as PostgreSQL's own library does: first from the {@code PG*} variables,
 * then, for the password alone, from the password file ({@code passfile}, {@code PGPASSFILE}, {@code ~/.pgpass}); the
 * user is the operating system's, the database is named like the user. The only place here that reads a file.
 */
public final class DsnCompletion {

    private static final Map<String, String> VARIABLES = Map.of(
            "host", "PGHOST",
            "port", "PGPORT",
            "user", "PGUSER",
            "password", "PGPASSWORD",
            "dbname", "PGDATABASE",
            "sslmode", "PGSSLMODE",
            "passfile", "PGPASSFILE");

    private final Map<String, String> environment;
    private final List<String> warnings = new ArrayList<>();

    public DsnCompletion(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * The string with every part it needs.
     *
     * @param setting the setting it came from, for messages
     * @throws ConfigError when a variable makes it invalid
     */
    public PostgresDsn complete(String setting, PostgresDsn dsn) {
        Map<String, String> fields = dsn.fields();
        VARIABLES.forEach((field, variable) -> {
            String value = environment.getOrDefault(variable, "");
            if (!value.isEmpty() && !fields.containsKey(field)) {
                fields.put(field, value);
            }
        });
        fields.putIfAbsent("user", System.getProperty("user.name", ""));
        fields.putIfAbsent("dbname", fields.getOrDefault("user", ""));
        Path file = passwordFile(fields.remove("passfile"));
        PostgresDsn completed = rebuilt(setting, fields);
        if (completed.password().isEmpty() && file != null) {
            new PasswordFile(file, warnings).password(completed).ifPresent(found -> fields.put("password", found));
            return rebuilt(setting, fields);
        }
        return completed;
    }

    /** What the operator should know about files that were passed over. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    private @Nullable Path passwordFile(@Nullable String named) {
        if (named != null) {
            return Path.of(named);
        }
        String home = environment.getOrDefault("HOME", "");
        return home.isEmpty() ? null : Path.of(home, ".pgpass");
    }

    private static PostgresDsn rebuilt(String setting, Map<String, String> fields) {
        try {
            return PostgresDsn.of(fields);
        } catch (MalformedDsn malformed) {
            throw new ConfigError(setting + ", completed from the PG* variables, " + malformed.getMessage());
        }
    }
}
