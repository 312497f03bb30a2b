package ai.ongoing.gateway.migration.file;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What the build wrote down about the files it put into the program: one line a file with its name, a CRC-32 of its
 * text, the checksums of both directions and the directives. A start takes the checksums from here and only compares the
 * cheap sum, so a damaged or mended jar is refused before it touches a database. Immutable.
 */
public record MigrationManifest(Map<String, Entry> entries) {

    /** Its name beside the files. */
    public static final String NAME = "manifest.txt";

    private static final String NONE = "-";

    /**
     * One file.
     *
     * @param crc of the normalised text, in hexadecimal
     * @param up checksum of what applies it
     * @param down checksum of what undoes it; null when nothing does
     */
    record Entry(String crc, String up, @Nullable String down) {}

    public MigrationManifest {
        entries = Map.copyOf(entries);
    }

    /** The line for a file. */
    public static String line(MigrationFile file, String text) {
        MigrationFile.Section down = file.down();
        String directives = new TreeMap<>(file.header().directives())
                .entrySet().stream()
                        .map(directive -> directive.getKey() + ": " + directive.getValue())
                        .collect(Collectors.joining("; "));
        return String.join(
                        " ",
                        file.name(),
                        crc(text),
                        file.up().checksum(),
                        down == null ? NONE : down.checksum(),
                        directives)
                .strip();
    }

    static MigrationManifest read(String text) {
        Map<String, Entry> entries = new HashMap<>();
        text.lines().forEach(line -> {
            String[] words = line.split(" ", 5);
            if (words.length < 4) {
                throw new MigrationException(
                        Reason.FILES,
                        "migration manifest: the line \"" + line + "\" is damaged; get the program anew.");
            }
            entries.put(words[0], new Entry(words[1], words[2], words[3].equals(NONE) ? null : words[3]));
        });
        return new MigrationManifest(entries);
    }

    /** The part about one folder. */
    MigrationManifest of(String folder) {
        Map<String, Entry> own = new HashMap<>(entries);
        own.keySet().removeIf(name -> !name.startsWith(folder + "/"));
        return new MigrationManifest(own);
    }

    /**
     * What was written down about a file.
     *
     * @throws MigrationException when its text is another one now
     */
    Entry of(String name, String text) {
        Entry entry = entries.get(name);
        if (entry == null || !entry.crc().equals(crc(text))) {
            throw new MigrationException(
                    Reason.FILES,
                    "migration " + name + " is not the one this program was built with"
                            + (entry == null ? "; the manifest does not name it" : "")
                            + ". Get the program anew, or build it again. No database was touched.");
        }
        return entry;
    }

    /** Refuses a program that lacks a file it was built with. */
    void refuseMissing(Set<String> present) {
        Set<String> missing = new HashSet<>(entries.keySet());
        missing.removeIf(name -> present.contains(name) || name.endsWith(MigrationFiles.BASELINE));
        missing.stream().sorted().findFirst().ifPresent(name -> {
            throw new MigrationException(
                    Reason.FILES,
                    "migration " + name
                            + " is missing from this program, which was built with it. Get the program anew,"
                            + " or build it again. No database was touched.");
        });
    }

    private static String crc(String text) {
        CRC32 sum = new CRC32();
        sum.update(MigrationParser.normalised(text).getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue());
    }
}
