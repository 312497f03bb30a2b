package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.storage.bulk.BulkException;
import ai.ongoing.gateway.storage.bulk.BulkException.Reason;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A server's own dump in its custom format, made by the {@code pg_dump} that stands on the path and read back by its
 * {@code pg_restore}. Credentials go through the child's environment, never through its arguments. Row-level security
 * stays on, as a plain owner cannot switch it off, and the session states the operator's scope.
 */
public final class NativeDump {

    private static final Pattern PORT = Pattern.compile(":(\\d+)$");

    private static final Map<String, String> VARIABLES = Map.of(
            "user", "PGUSER",
            "password", "PGPASSWORD",
            "sslmode", "PGSSLMODE",
            "sslrootcert", "PGSSLROOTCERT",
            "sslcert", "PGSSLCERT",
            "sslkey", "PGSSLKEY");

    private final StorageSettings.Postgres settings;
    private final Map<String, String> environment;

    private NativeDump(StorageSettings.Postgres settings, Map<String, String> environment) {
        this.settings = settings;
        this.environment = environment;
    }

    /**
     * Writes the dump and reads it back.
     *
     * @param environment of this process; its path finds the programs
     * @throws BulkException when there is no such program, or it fails; its own words are quoted
     */
    public static void write(StorageSettings settings, Path file, Map<String, String> environment) {
        if (!(settings instanceof StorageSettings.Postgres server)) {
            throw new BulkException(
                    Reason.SCHEMA, "--native is for servers; a file is backed up by its own engine without it");
        }
        NativeDump dump = new NativeDump(server, environment);
        dump.run(List.of("pg_dump", "--format=custom", "--enable-row-security", "--no-password", "--file=" + file));
        dump.run(List.of("pg_restore", "--file=/dev/null", file.toString()));
    }

    private void run(List<String> command) {
        List<String> found = new ArrayList<>(command);
        found.set(0, onPath(command.getFirst()));
        ProcessBuilder builder = new ProcessBuilder(found).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().putAll(connection());
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new BulkException(
                        Reason.FAILED,
                        command.getFirst() + " of " + settings.location() + " ended with " + code + ": "
                                + words.strip().lines().collect(Collectors.joining("; ")));
            }
        } catch (IOException e) {
            throw new BulkException(Reason.FAILED, command.getFirst() + " cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BulkException(Reason.FAILED, command.getFirst() + " was interrupted", e);
        }
    }

    /** A process is looked up on its parent's path, whatever path it is given. */
    private String onPath(String program) {
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(place -> !place.isEmpty())
                .map(place -> Path.of(place, program))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() -> new BulkException(
                        Reason.FAILED,
                        program + " is not on the path; install the server's client programs, or leave --native out:"
                                + " the backup needs none"));
    }

    private Map<String, String> connection() {
        PostgresTarget target = settings.migrationTarget();
        Map<String, String> variables = new LinkedHashMap<>();
        List<String> servers = List.of(target.server().split(",", -1));
        variables.put(
                "PGHOST",
                servers.stream()
                        .map(server -> PORT.matcher(server).replaceFirst("").replaceAll("[\\[\\]]", ""))
                        .collect(Collectors.joining(",")));
        variables.put("PGPORT", servers.stream().map(NativeDump::port).collect(Collectors.joining(",")));
        variables.put("PGDATABASE", target.database());
        variables.put("PGOPTIONS", "-c ongoingai.scope=operator");
        target.properties().forEach((name, value) -> {
            String variable = VARIABLES.get(name);
            if (variable != null) {
                variables.put(variable, value);
            }
        });
        return variables;
    }

    private static String port(String server) {
        return PORT.matcher(server)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElse("5432");
    }
}
