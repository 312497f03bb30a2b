package ai.ongoing.gateway.storage;

import static java.util.stream.Collectors.joining;

import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.dsn.PostgresDsn;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Where a PostgreSQL server is and how to log in there, in the driver's terms.
 *
 * @param key the setting it came from, for messages
 * @param server hosts and ports, for messages
 * @param database its name, for messages
 * @param jdbcUrl address without credentials
 * @param properties the driver's connection properties, user and password among them
 * @param location the connection string with its password masked
 */
public record PostgresTarget(
        String key, String server, String database, String jdbcUrl, Map<String, String> properties, String location) {

    /** What PostgreSQL's own library calls otherwise than the driver; everything else keeps its name. */
    private static final Map<String, String> DRIVER_NAMES = Map.of(
            "application_name", "ApplicationName",
            "connect_timeout", "connectTimeout",
            "target_session_attrs", "targetServerType",
            "channel_binding", "channelBinding",
            "gssencmode", "gssEncMode",
            "search_path", "currentSchema");

    private static final Map<String, String> SERVER_TYPES = Map.of(
            "read-write",
            "primary",
            "read-only",
            "secondary",
            "standby",
            "secondary",
            "prefer-standby",
            "preferSecondary");

    /**
     * A statement on the server may take half a minute; a socket that is silent for twice that leads nowhere. Statements
     * are not prepared on the server, because a pooler hands each transaction to another one. {@code storage.dsn} may
     * say otherwise.
     */
    private static final Map<String, String> DEFAULTS = Map.of(
            "ApplicationName", "ongoingai-gateway",
            "connectTimeout", "5",
            "loginTimeout", "10",
            "socketTimeout", "60",
            "tcpKeepAlive", "true",
            "prepareThreshold", "0",
            "sslmode", "prefer");

    public PostgresTarget {
        properties = Map.copyOf(properties);
    }

    /** @throws StorageException when the connection string cannot be understood; it is not repeated in the message */
    static PostgresTarget parse(String key, String text) {
        PostgresDsn dsn;
        try {
            dsn = PostgresDsn.parse(key, text);
        } catch (ConfigError e) {
            throw new StorageException(String.valueOf(e.getMessage()), e);
        }
        Map<String, String> properties = new LinkedHashMap<>(DEFAULTS);
        dsn.parameters().forEach((name, value) -> put(properties, name, value));
        putUnlessEmpty(properties, "user", dsn.user());
        putUnlessEmpty(properties, "password", dsn.password());
        String server = dsn.hosts().stream().map(PostgresDsn.Host::toString).collect(joining(","));
        String url = "jdbc:postgresql://" + server + "/" + URLEncoder.encode(dsn.database(), StandardCharsets.UTF_8);
        return new PostgresTarget(key, server, dsn.database(), url, properties, dsn.masked());
    }

    private static void put(Map<String, String> properties, String name, String value) {
        String driverName = DRIVER_NAMES.getOrDefault(name, name);
        properties.put(
                driverName, driverName.equals("targetServerType") ? SERVER_TYPES.getOrDefault(value, value) : value);
    }

    private static void putUnlessEmpty(Map<String, String> properties, String name, String value) {
        if (!value.isEmpty()) {
            properties.put(name, value);
        }
    }

    /** Servers, database and, where one is named, schema: where the tables are, whoever logs in and however. */
    String place() {
        String schema = properties.getOrDefault("currentSchema", "");
        return server + "/" + database + (schema.isEmpty() ? "" : " schema " + schema);
    }

    String user() {
        return properties.getOrDefault("user", System.getProperty("user.name", ""));
    }

    /** Whether a connection without TLS is out of the question. */
    boolean requiresTls() {
        String mode = properties.getOrDefault("sslmode", "");
        return mode.equals("require") || mode.startsWith("verify-");
    }

    Properties driverProperties() {
        Properties copy = new Properties();
        copy.putAll(properties);
        return copy;
    }

    /** Never prints the properties: they hold the password. */
    @Override
    public String toString() {
        return location;
    }
}
