package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.StorageConfig;
import ai.ongoing.gateway.config.dsn.DsnCompletion;
import ai.ongoing.gateway.config.dsn.PostgresDsn;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The ways to name a database in a flag: a path, {@code sqlite:///abs}, {@code sqlite:rel}, {@code jdbc:sqlite:},
 * {@code file:}, every form of a PostgreSQL connection string, {@code env:NAME}, or a configuration file. A refusal never
 * repeats the text, as any part of a misspelt one may be a password.
 *
 * @param directory against which paths are resolved
 * @param configuration reads the store that a configuration file names
 */
public record EndpointForms(
        Path directory, Map<String, String> environment, Function<Path, StorageConfig> configuration) {

    private static final String FORMS =
            "write a path, sqlite:///PATH, postgresql://USER:PASSWORD@HOST:5432/DB, env:NAME or"
                    + " a configuration file ending in .yaml";
    private static final String SERVER = "write postgresql://USER:PASSWORD@HOST:5432/DB";

    public EndpointForms {
        environment = Map.copyOf(environment);
    }

    /**
     * The database that a flag's value names.
     *
     * @throws StorageException with the way out, when it names none
     */
    public Endpoint parse(String flag, String value) {
        String text = value.strip();
        if (text.startsWith("env:")) {
            String name = text.substring("env:".length());
            String found = environment.getOrDefault(name, "").strip();
            if (found.isEmpty()) {
                throw new StorageException(flag + " env:" + name + ": the variable is not set; export it, or " + FORMS);
            }
            if (found.startsWith("env:")) {
                throw new StorageException(flag + " env:" + name + " names another variable; write that one");
            }
            return parsed(flag + " (" + name + ")", found);
        }
        return parsed(flag, text);
    }

    /**
     * As {@link #parse}, for a flag that takes a file only.
     *
     * @throws StorageException when it names something else
     */
    public Endpoint file(String flag, String value) {
        Endpoint end = parse(flag, value);
        if (end.isServer()) {
            throw new StorageException(flag + " names a server; this command reads a file: write its path or"
                    + " sqlite:///PATH, or use \"ongoingai db copy\", which goes in every direction");
        }
        return end;
    }

    /**
     * As {@link #parse}, for a flag that takes a server only.
     *
     * @throws StorageException when it names something else
     */
    public Endpoint server(String flag, String value) {
        String text = value.strip();
        boolean indirect = text.startsWith("env:") || isConfiguration(text);
        if (!indirect && !isServer(text)) {
            throw new StorageException(
                    flag + (hasScheme(text) ? " has a scheme that is no server's" : " has no scheme") + ": " + SERVER);
        }
        Endpoint end = parse(flag, text);
        if (!end.isServer()) {
            throw new StorageException(flag + " names a file, and this command moves to a server: " + SERVER
                    + ", or use \"ongoingai db copy\", which goes in every direction");
        }
        return end;
    }

    private Endpoint parsed(String flag, String text) {
        if (text.isEmpty()) {
            throw new StorageException(flag + " is empty; " + FORMS);
        }
        if (isServer(text)) {
            return new Endpoint(flag, server(flag, completed(flag, text)));
        }
        Optional<String> path = path(flag, text);
        if (path.isPresent()) {
            return new Endpoint(flag, file(flag, path.get(), ""));
        }
        if (isConfiguration(text)) {
            return new Endpoint(flag, StorageSettings.validated(configuration.apply(directory.resolve(text))));
        }
        if (hasScheme(text)) {
            throw new StorageException(flag + " has a scheme that this program does not know; " + FORMS);
        }
        if (text.matches("[^/]+:[^/]*@.+")) {
            throw new StorageException(
                    flag + " has no scheme: " + SERVER + "; a file with such a name is written ./NAME");
        }
        return new Endpoint(flag, file(flag, text, " (" + text + ")"));
    }

    private PostgresDsn completed(String flag, String text) {
        try {
            return new DsnCompletion(environment).complete(flag, PostgresDsn.parse(flag, text));
        } catch (ConfigError e) {
            throw new StorageException(String.valueOf(e.getMessage()), e);
        }
    }

    private static StorageSettings server(String flag, PostgresDsn dsn) {
        PostgresTarget target = PostgresTarget.parse(flag, dsn.text());
        return new StorageSettings.Postgres(target, target, Endpoint.MIGRATIONS, Optional.empty());
    }

    private StorageSettings file(String flag, String path, String shown) {
        try {
            Path file = directory.resolve(path).toAbsolutePath().normalize();
            PathRules.refuseOtherThings(file);
            return new StorageSettings.Sqlite(file, Endpoint.MIGRATIONS);
        } catch (InvalidPathException e) {
            throw new StorageException(flag + shown + " is not a path: " + e.getReason(), e);
        }
    }

    /** The path in a text that says it is a file. */
    private static Optional<String> path(String flag, String text) {
        String plain = text.startsWith("jdbc:sqlite:") ? text.substring("jdbc:".length()) : text;
        if (plain.startsWith("sqlite:")) {
            String rest =
                    plain.substring("sqlite:".length()).replaceFirst("^//", "").replaceFirst("\\?.*", "");
            return rest.startsWith("file:") ? path(flag, rest) : Optional.of(rest);
        }
        if (!plain.startsWith("file:")) {
            return Optional.empty();
        }
        if (!plain.startsWith("file:/")) {
            return Optional.of(plain.substring("file:".length()));
        }
        try {
            return Optional.of(
                    Path.of(URI.create(plain.replaceFirst("\\?.*", ""))).toString());
        } catch (IllegalArgumentException e) {
            throw new StorageException(flag + " is not a file: URI; write file:///PATH", e);
        }
    }

    private static boolean isServer(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.startsWith("postgres://")
                || lower.startsWith("postgresql://")
                || lower.startsWith("jdbc:postgresql:")
                || lower.matches("(?s)(host|port|user|password|dbname|sslmode)\\s*=.*");
    }

    private static boolean isConfiguration(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.endsWith(".yaml") || lower.endsWith(".yml");
    }

    private static boolean hasScheme(String text) {
        return text.matches("(?s)[A-Za-z][A-Za-z0-9+.-]{1,20}:(//.*|[^/\\\\]*)")
                && text.contains(":")
                && !text.matches("[^/]+:[^/]*@.+");
    }
}
