package ai.ongoing.gateway.config.dsn;

import ai.ongoing.gateway.config.ConfigError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A PostgreSQL connection string, understood: URL, JDBC URL or keyword form. Immutable; does no I/O. Nothing but {@link
 * #password()} and {@link #text()} ever holds the password.
 *
 * <p>A part that the string leaves out is empty, until {@link DsnCompletion} fills it; hosts and ports have their
 * defaults at once. Rules follow PostgreSQL 18's manual, chapter "Connection Strings".
 */
public final class PostgresDsn {

    /** Names of the fields that are not parameters. */
    static final List<String> PARTS = List.of("host", "port", "user", "password", "dbname");

    static final String ENCODE_PASSWORD =
            "if the password contains / ? # @ : or %, write them percent-encoded" + " (%2F %3F %23 %40 %3A %25)";

    private static final List<String> SSL_MODES =
            List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
    /** Parameters whose values may be shown; what stands elsewhere may be the rest of a badly encoded password. */
    private static final Set<String> SHOWN =
            Set.of("sslmode", "sslrootcert", "application_name", "connect_timeout", "target_session_attrs", "options");

    private static final int DEFAULT_PORT = 5432;

    private final Map<String, String> fields;
    private final List<Host> hosts;

    private PostgresDsn(Map<String, String> fields, List<Host> hosts) {
        this.fields = fields;
        this.hosts = hosts;
    }

    /** One server to try. IPv6 addresses stand without brackets. */
    public record Host(String name, int port) {

        /** As it stands in a URL. */
        @Override
        public String toString() {
            return (name.contains(":") ? "[" + name + "]" : name) + ":" + port;
        }
    }

    /**
     * Reads a connection string.
     *
     * @param setting the setting it came from, for the message
     * @throws ConfigError when it cannot be understood; the message never repeats the string, as any part of a
     *     misspelt one may be the password
     */
    public static PostgresDsn parse(String setting, String text) {
        try {
            return of(DsnText.fields(text.strip()));
        } catch (MalformedDsn malformed) {
            throw new ConfigError(setting + " " + malformed.getMessage());
        }
    }

    /** The string without its secrets, {@code ****} when it cannot be understood. */
    public static String mask(String text) {
        try {
            return of(DsnText.fields(text.strip())).masked();
        } catch (MalformedDsn malformed) {
            return "****";
        }
    }

    static PostgresDsn of(Map<String, String> fields) throws MalformedDsn {
        String sslMode = fields.getOrDefault("sslmode", "");
        if (!sslMode.isEmpty() && !SSL_MODES.contains(sslMode)) {
            String shown = sslMode.matches("[A-Za-z_-]{1,16}") ? " (got \"" + sslMode + "\")" : "";
            throw new MalformedDsn("has an unknown sslmode: write one of " + String.join(", ", SSL_MODES) + shown);
        }
        return new PostgresDsn(new LinkedHashMap<>(fields), hosts(fields));
    }

    private static List<Host> hosts(Map<String, String> fields) throws MalformedDsn {
        List<String> names = List.of(fields.getOrDefault("host", "").split(",", -1));
        List<String> ports = List.of(fields.getOrDefault("port", "").split(",", -1));
        if (ports.size() != 1 && ports.size() != names.size()) {
            throw new MalformedDsn("names " + names.size() + " hosts but " + ports.size()
                    + " ports: write one port for all, or one for each");
        }
        List<Host> hosts = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i).strip();
            if (name.startsWith("/") || name.startsWith("@")) {
                throw new MalformedDsn("names a Unix socket, which is not supported: write the server's host name");
            }
            hosts.add(new Host(name.isEmpty() ? "localhost" : name, port(ports.get(ports.size() == 1 ? 0 : i))));
        }
        return List.copyOf(hosts);
    }

    private static int port(String text) throws MalformedDsn {
        String digits = text.strip();
        if (digits.isEmpty()) {
            return DEFAULT_PORT;
        }
        if (digits.matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(digits);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        }
        // Not shown: with an unescaped '/' in the password, what stands here is a piece of it.
        throw new MalformedDsn("has a port that is not a number from 1 to 65535; " + ENCODE_PASSWORD);
    }

    /** The servers in the order to try them; at least one. */
    public List<Host> hosts() {
        return hosts;
    }

    public String user() {
        return fields.getOrDefault("user", "");
    }

    public String password() {
        return fields.getOrDefault("password", "");
    }

    public String database() {
        return fields.getOrDefault("dbname", "");
    }

    /** One of PostgreSQL's six words, or empty. */
    public String sslMode() {
        return fields.getOrDefault("sslmode", "");
    }

    /** Everything else that stood in the string, {@code sslmode} included, in order, names as written. */
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>(fields);
        PARTS.forEach(parameters::remove);
        return parameters;
    }

    Map<String, String> fields() {
        return new LinkedHashMap<>(fields);
    }

    /** The whole string as a URL, password included; {@link #parse} reads it back to an equal value. */
    public String text() {
        return DsnText.url(this, false);
    }

    /** The string as a URL with the password and every unknown value as {@code ****}. */
    public String masked() {
        return DsnText.url(this, true);
    }

    static boolean shown(String parameter) {
        return SHOWN.contains(parameter);
    }

    /** Masked. */
    @Override
    public String toString() {
        return masked();
    }
}
