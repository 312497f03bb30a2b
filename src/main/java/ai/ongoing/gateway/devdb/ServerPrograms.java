package ai.ongoing.gateway.devdb;

import ai.ongoing.gateway.devdb.Programs.Ran;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PostgreSQL's own programs on this machine: where they are, and how they are run. */
final class ServerPrograms {

    private static final int OLDEST = 14;
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");
    private static final List<String> USUAL_PLACES =
            List.of("/usr/lib/postgresql", "/usr/local/opt", "/opt/homebrew/opt", "/usr/local/pgsql", "/usr");

    private final Programs programs;

    ServerPrograms(Programs programs) {
        this.programs = programs;
    }

    /** The directory of the newest initdb and pg_ctl of version 14 and newer; those on the PATH win. */
    Optional<Path> directory() {
        Optional<Path> onPath =
                programs.onPath("initdb").map(ServerPrograms::directoryOf).filter(this::usable);
        if (onPath.isPresent()) {
            return onPath;
        }
        List<Path> found = new ArrayList<>();
        for (String place : USUAL_PLACES) {
            found.addAll(below(Path.of(place)));
        }
        return found.stream()
                .filter(this::usable)
                .max(Comparator.comparingInt(bin -> version(bin).orElse(0)));
    }

    /** A link on the PATH often points into the directory that holds the other programs too. */
    private static Path directoryOf(Path program) {
        try {
            return program.toRealPath().resolveSibling("");
        } catch (IOException _) {
            return program.resolveSibling("");
        }
    }

    private static List<Path> below(Path place) {
        List<Path> found = new ArrayList<>(List.of(place.resolve("bin")));
        if (!Files.isDirectory(place)) {
            return found;
        }
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(place)) {
            directories.forEach(directory -> found.add(directory.resolve("bin")));
        } catch (IOException _) {
            return found;
        }
        return found;
    }

    private boolean usable(Path bin) {
        return Files.isExecutable(bin.resolve("initdb"))
                && Files.isExecutable(bin.resolve("pg_ctl"))
                && version(bin).orElse(0) >= OLDEST;
    }

    OptionalInt version(Path bin) {
        Matcher said =
                VERSION.matcher(programs.run(List.of(bin.resolve("postgres").toString(), "--version"))
                        .said());
        return said.find() ? OptionalInt.of(Integer.parseInt(said.group(1))) : OptionalInt.empty();
    }

    /** Runs one of the programs; the server refuses to run as root, who therefore becomes nobody in a namespace of his own. */
    Ran run(Path bin, List<String> command, String input) {
        List<String> whole = new ArrayList<>();
        if (programs.run(List.of("id", "-u")).said().equals("0")) {
            whole.addAll(List.of("unshare", "-U"));
        }
        whole.add(bin.resolve(command.getFirst()).toString());
        whole.addAll(command.subList(1, command.size()));
        return programs.run(whole, Map.of(), input);
    }

    int attached(List<String> command, Map<String, String> environment) {
        return programs.attached(command, environment);
    }

    Optional<Path> psql(Optional<Path> bin) {
        return bin.map(directory -> directory.resolve("psql"))
                .filter(Files::isExecutable)
                .or(() -> programs.onPath("psql"));
    }
}
