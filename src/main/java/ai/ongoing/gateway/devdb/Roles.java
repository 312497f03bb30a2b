package ai.ongoing.gateway.devdb;

/** The statements that make the gateway's plain role and the database it owns. */
final class Roles {

    private Roles() {}

    /** For psql; may run again and again. The password has no quote in it: it is base64. */
    static String script(String password) {
        return """
                SELECT 'CREATE ROLE %1$s LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '%1$s') \\gexec
                ALTER ROLE %1$s LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '%2$s';
                SELECT 'CREATE DATABASE %1$s OWNER %1$s'
                 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '%1$s') \\gexec
                """.formatted(Access.NAME, password);
    }

    /** For a server in single-user mode, which takes one statement a line; runs once. */
    static String lines(String password) {
        return """
                CREATE ROLE %1$s LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '%2$s'
                CREATE DATABASE %1$s OWNER %1$s
                """.formatted(Access.NAME, password);
    }
}
