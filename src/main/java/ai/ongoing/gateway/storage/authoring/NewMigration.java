package ai.ongoing.gateway.storage.authoring;

import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.storage.schema.MigrationFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Writes the two files of the next shared number into a source checkout, and lists them. */
public final class NewMigration {

    private static final Pattern WORDS = Pattern.compile("[a-z0-9]+(_[a-z0-9]+)*");
    private static final String TEMPLATE = """
            -- Say in one sentence what this is for: the catalogue prints it.
            -- +goose Up
            SELECT 1; -- write the statements in place of this line

            -- +goose Down
            SELECT 1; -- write the way back in place of this line
            """;

    private NewMigration() {}

    /** Whether these words can be a file's name; 60 characters with number and ending are the most. */
    public static boolean acceptable(String words) {
        return WORDS.matcher(words).matches() && words.length() <= 50;
    }

    /**
     * Writes them.
     *
     * @param checkout root of the source checkout
     * @param words lower case with underscores, {@link #acceptable}
     * @return the written files
     * @throws IOException when one exists or cannot be written
     */
    public static List<Path> write(Path checkout, String words) throws IOException {
        Path root = checkout.resolve(MigrationSources.FOLDER);
        Path index = root.resolve(MigrationSources.INDEX);
        List<String> listed = new ArrayList<>(Files.readAllLines(index));
        String file = "%03d_%s.sql".formatted(next(listed), words);
        List<Path> written = new ArrayList<>();
        for (MigrationFolder folder : MigrationFolder.values()) {
            Path path = root.resolve(folder.folder()).resolve(file);
            Files.writeString(path, TEMPLATE, StandardOpenOption.CREATE_NEW);
            written.add(path);
            listed.add(folder.folder() + "/" + file);
        }
        Stream<String> names = listed.stream().filter(line -> !line.isBlank()).sorted();
        Files.writeString(index, String.join("\n", names.toList()) + "\n");
        return written;
    }

    private static int next(List<String> listed) {
        return 1
                + listed.stream()
                        .map(name -> name.replaceFirst(".*/(\\d+)_.*", "$1"))
                        .filter(number -> number.matches("\\d{1,6}"))
                        .mapToInt(Integer::parseInt)
                        .max()
                        .orElse(MigrationFile.FIRST_OWN - 1);
    }
}
