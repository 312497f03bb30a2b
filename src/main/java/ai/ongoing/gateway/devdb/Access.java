package ai.ongoing.gateway.devdb;

import java.util.Map;

/** How the development database is reached: always on the loopback address, as a plain role that owns its database. */
public record Access(int port, String password) {

    /** The role and the database, which share a name. The role is no superuser: those pass over row-level security. */
    public static final String NAME = "ongoingai";

    public Access {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port);
        }
    }

    /** The connection string, password included. */
    public String dsn() {
        return url(password);
    }

    /** The same for eyes and logs. */
    public String maskedDsn() {
        return url("***");
    }

    /** The variables that put a gateway on it. The server has no certificate. */
    public Map<String, String> environment() {
        return Map.of("ONGOINGAI_STORAGE_DRIVER", "postgres", "ONGOINGAI_STORAGE_DSN", dsn() + "?sslmode=disable");
    }

    private String url(String shown) {
        return "postgresql://" + NAME + ":" + shown + "@localhost:" + port + "/" + NAME;
    }

    @Override
    public String toString() {
        return "Access[" + maskedDsn() + "]";
    }
}
