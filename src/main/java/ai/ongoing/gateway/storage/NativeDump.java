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
import java.util.regex.Matcher;
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

    private static final Pattern MAJOR = Pattern.compile("PostgreSQL\\)? (\\d+)");

    private final StorageSettings.Postgres settings;
    private final Map<String, String> environment;

    private NativeDump(StorageSettings.Postgres settings, Map<String, String> environment) {
        this.settings = settings;
        this.environment = environment;
    }

    /**
     * Of a store; runs nothing yet.
     *
     * @param environment of this process; its path finds the programs
     * @throws BulkException when the store is a file
     */
    public static NativeDump of(StorageSettings settings, Map<String, String> environment) {
        if (!(settings instanceof StorageSettings.Postgres server)) {
            throw new BulkException(
                    Reason.SCHEMA, "--native is for servers; a file is backed up by its own engine without it");
        }
        return new NativeDump(server, environment);
    }

    /**
     * Writes the dump and reads it back.
     *
     * @throws BulkException when there is no such program, it is older than the server, or it fails; its own words are quoted
     */
    public void write(Path file) {
        refuseOlderProgram();
        run(List.of("pg_dump", "--format=custom", "--enable-row-security", "--no-password", "--file=" + file));
        run(List.of("pg_restore", "--file=/dev/null", file.toString()));
    }

    /** It would fail by itself, after it has connected and in the words of its own locale. */
    private void refuseOlderProgram() {
        int program = major(run(List.of("pg_dump", "--version")));
        int server = major(StoreFacts.of(settings).engine());
        if (program < server) {
            throw new BulkException(
                    Reason.FAILED,
                    "the pg_dump on the path is of version " + program + " and cannot dump a server of version "
                            + server + "; put the client programs of PostgreSQL " + server + " or newer on the path");
        }
    }

    private static int major(String words) {
        Matcher found = MAJOR.matcher(words);
        if (!found.find()) {
            throw new BulkException(Reason.FAILED, "no version of PostgreSQL can be read out of \"" + words + "\"");
        }
        return Integer.parseInt(found.group(1));
    }

    private String run(List<String> command) {
        List<String> found = new ArrayList<>(command);
        found.set(0, onPath(command.getFirst()));
        ProcessBuilder builder = new ProcessBuilder(found).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().putAll(connection());
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int code = process.waitFor();
            if (code != 0) {
                throw new BulkException(
                        Reason.FAILED,
                        command.getFirst() + " of " + settings.location() + " ended with " + code + ": "
                                + words.lines().collect(Collectors.joining("; ")));
            }
            return words;
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
                        Reason.FAILED, program + " is not on the path; install the server's client programs"));
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
