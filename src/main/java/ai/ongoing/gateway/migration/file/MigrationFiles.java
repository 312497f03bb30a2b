package ai.ongoing.gateway.migration.file;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.sql.SqlScript;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of one folder in numeric order, and the baseline an empty database takes instead of the inherited ones.
 * Loading parses all of them, so a wrong file stops the program before it touches a database. Immutable.
 *
 * @param folder folder and prefix of the names
 * @param files all files, ascending by number
 * @param baseline what leads an empty database to the state behind the last inherited file; number 0
 */
public record MigrationFiles(String folder, List<MigrationFile> files, MigrationFile baseline) {

    private static final String ROOT = "/db/migration/";
    /** Lists every file: a directory inside a jar cannot be read reliably. */
    private static final String INDEX = "files.txt";

    /** Its name; it stands in no list. */
    static final String BASELINE = "000_baseline.sql";

    public MigrationFiles {
        files = List.copyOf(files);
    }

    /** The files shipped inside the program. */
    public static MigrationFiles embedded(String folder, SqlScript.Syntax syntax) {
        Map<String, String> texts = new TreeMap<>();
        for (String name : text(INDEX).lines().filter(line -> !line.isBlank()).toList()) {
            texts.put(name, text(name));
        }
        String baseline = text(folder + "/" + BASELINE);
        MigrationManifest manifest =
                MigrationManifest.read(text(MigrationManifest.NAME)).of(folder);
        manifest.refuseMissing(texts.keySet());
        Reader reader = (name, text) -> MigrationParser.parse(name, text, syntax, manifest);
        return of(folder, reader, texts, baseline);
    }

    private interface Reader {
        MigrationFile read(String name, String text);
    }

    /**
     * Checks and orders files.
     *
     * @param texts name to text, those of all folders
     */
    public static MigrationFiles of(
            String folder, SqlScript.Syntax syntax, Map<String, String> texts, String baseline) {
        return of(folder, (name, text) -> MigrationParser.parse(name, text, syntax), texts, baseline);
    }

    private static MigrationFiles of(String folder, Reader reader, Map<String, String> texts, String baseline) {
        SortedMap<Integer, MigrationFile> byNumber = new TreeMap<>();
        texts.forEach((name, text) -> {
            if (name.startsWith(folder + "/")) {
                MigrationFile file = reader.read(name, text);
                MigrationFile twin = byNumber.put(file.number(), file);
                if (twin != null) {
                    throw wrong(name, "has the number of " + twin.name());
                }
            }
        });
        refuseLoneNumbers(folder, byNumber, texts);
        MigrationFile start = reader.read(folder + "/" + BASELINE, baseline);
        return new MigrationFiles(folder, new ArrayList<>(byNumber.values()), start);
    }

    /** The names the baseline stands for. */
    public List<MigrationFile> inherited() {
        return files.stream().filter(MigrationFile::inherited).toList();
    }

    /** Numbers may leave gaps, as several authors work at once; what one folder has, the other has or a header says why. */
    private static void refuseLoneNumbers(
            String folder, SortedMap<Integer, MigrationFile> own, Map<String, String> texts) {
        texts.forEach((name, text) -> {
            int number = numberOf(name);
            if (number < MigrationFile.FIRST_OWN || name.startsWith(folder + "/")) {
                return;
            }
            MigrationFile twin = own.get(number);
            if (twin == null && !saysNotApplicable(text, folder)) {
                throw wrong(
                        name,
                        "has no counterpart in " + folder + "/; write one, or \"-- not-applicable: " + folder
                                + " reason\" in its header");
            }
            if (twin != null && !words(twin.name()).equals(words(name))) {
                throw wrong(name, "and " + twin.name() + " share a number but not their words");
            }
        });
    }

    private static boolean saysNotApplicable(String text, String folder) {
        String start = "-- " + MigrationHeader.NOT_APPLICABLE + ": " + folder + " ";
        return text.lines().anyMatch(line -> line.startsWith(start));
    }

    private static int numberOf(String name) {
        String words = words(name);
        int end = words.indexOf('_');
        try {
            return Integer.parseInt(words.substring(0, Math.max(0, end)));
        } catch (NumberFormatException e) {
            throw wrong(name, "does not begin with a number and an underscore");
        }
    }

    private static String words(String name) {
        return name.substring(name.indexOf('/') + 1);
    }

    private static MigrationException wrong(String name, String what) {
        return new MigrationException(Reason.FILES, "migration " + name + ", line 1: the file " + what + ".");
    }

    /** A byte that is not UTF-8 would be replaced without a word, and the replaced text run. */
    static String decoded(String name, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw wrong(name, "is not UTF-8; save it as UTF-8");
        }
    }

    private static String text(String name) {
        try (InputStream in = MigrationFiles.class.getResourceAsStream(ROOT + name)) {
            if (in == null) {
                throw wrong(name, "is listed but not inside the program; build it again");
            }
            return decoded(name, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the embedded migration " + name, e);
        }
    }
}
