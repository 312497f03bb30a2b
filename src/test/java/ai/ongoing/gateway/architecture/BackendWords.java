package ai.ongoing.gateway.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the names of the two databases in compiled classes: in text, and in the names of types and members used.
 *
 * <p>It reads constant pools because ArchUnit does not see string constants.
 */
final class BackendWords {

    /** The rooms that know SQLite from PostgreSQL. */
    static final Set<String> KNOWING = Set.of("storage", "storage.schema", "storage.row", "config", "devdb");

    /** A command that users of another gateway know by this name. */
    private static final String COMMAND = "migrate-sqlite";

    private static final Pattern WORD = Pattern.compile("(?i)sqlite|postgres");

    private BackendWords() {}

    /** One line per class and word, for classes outside the knowing rooms. */
    static List<String> outsideTheirRooms(Path rootFolder) {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(rootFolder)) {
            files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !KNOWING.contains(room(rootFolder, file)))
                    .sorted()
                    .forEach(file -> collect(rootFolder, file, found));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static void collect(Path rootFolder, Path file, List<String> found) {
        try {
            for (PoolEntry entry : ClassFile.of().parse(file).constantPool()) {
                if (entry instanceof Utf8Entry text
                        && WORD.matcher(text.stringValue().replace(COMMAND, "")).find()) {
                    found.add(rootFolder.relativize(file) + " says: " + text.stringValue());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String room(Path rootFolder, Path file) {
        Path inside = rootFolder.relativize(file).getParent();
        return inside == null ? Rooms.HALL : inside.getName(0).toString();
    }
}
