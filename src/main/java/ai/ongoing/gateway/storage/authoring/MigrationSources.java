package ai.ongoing.gateway.storage.authoring;

import ai.ongoing.gateway.storage.schema.MigrationFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The texts of all migration files, from a source checkout or from inside the program. Unreadable ones are findings, not
 * errors, because a lint says everything at once.
 *
 * @param texts name, like {@code folder/100_words.sql}, to text; baselines included
 * @param listed the names that {@code files.txt} lists
 * @param exceptions lines of {@code lint.txt}
 * @param unreadable findings about what is no text file
 * @param checkout where documents are looked for; null for the files inside the program, which has none beside it
 */
public record MigrationSources(
        Map<String, String> texts,
        List<String> listed,
        List<String> exceptions,
        List<LintFinding> unreadable,
        @Nullable Path checkout) {

    /** Where the files lie below the root of a source checkout. */
    public static final Path FOLDER = Path.of("src", "main", "resources", "db", "migration");

    static final String INDEX = "files.txt";
    static final String EXCEPTIONS = "lint.txt";
    static final String BASELINE = "000_baseline.sql";

    public MigrationSources {
        texts = Map.copyOf(texts);
        listed = List.copyOf(listed);
        exceptions = List.copyOf(exceptions);
        unreadable = List.copyOf(unreadable);
    }

    /** The files of the checkout that holds this directory; empty when it is inside none. */
    public static Optional<Path> checkout(Path directory) {
        for (Path at = directory.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve(FOLDER).resolve(INDEX))) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    /** The files of a folder that holds one folder a backend. */
    public static MigrationSources in(Path root) {
        Map<String, String> texts = new TreeMap<>();
        List<LintFinding> unreadable = new ArrayList<>();
        for (MigrationFolder folder : MigrationFolder.values()) {
            for (Path file : entries(root.resolve(folder.folder()))) {
                String name = folder.folder() + "/" + file.getFileName();
                String problem = read(file, name, texts);
                if (problem != null) {
                    unreadable.add(new LintFinding(
                            name, 1, "unreadable", problem, "every entry of the folder is one UTF-8 text file"));
                }
            }
        }
        return new MigrationSources(
                texts,
                lines(root.resolve(INDEX)),
                lines(root.resolve(EXCEPTIONS)),
                unreadable,
                checkout(root).orElse(null));
    }

    /** The files inside the program. */
    public static MigrationSources embedded() {
        List<String> listed =
                resource(INDEX).lines().filter(line -> !line.isBlank()).toList();
        Map<String, String> texts = new TreeMap<>();
        Stream<String> baselines = Stream.of(MigrationFolder.values()).map(folder -> folder.folder() + "/" + BASELINE);
        Stream.concat(listed.stream(), baselines).forEach(name -> texts.put(name, resource(name)));
        return new MigrationSources(texts, listed, resource(EXCEPTIONS).lines().toList(), List.of(), null);
    }

    /** Whether a document is known not to be there. */
    boolean lacks(String document) {
        return checkout != null && !Files.isRegularFile(checkout.resolve(document));
    }

    private static @Nullable String read(Path file, String name, Map<String, String> into) {
        try {
            if (!Files.isRegularFile(file)) {
                return "this is no file";
            }
            into.put(name, Files.readString(file, StandardCharsets.UTF_8));
            return null;
        } catch (CharacterCodingException e) {
            return "this is no UTF-8 text";
        } catch (IOException e) {
            return "this cannot be read: " + e.getMessage();
        }
    }

    private static List<Path> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = MigrationSources.class.getResourceAsStream("/db/migration/" + name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not inside the program; build it again");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + " inside the program", e);
        }
    }
}
