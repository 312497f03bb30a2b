package ai.ongoing.gateway.storage.authoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files in one line each: number, name, what for. */
public final class Catalogue {

    /**
     * One number.
     *
     * @param number three digits or more
     * @param words file name without number and ending
     * @param folders the backends that have it
     * @param line the first sentence of the header
     */
    public record Entry(String number, String words, List<String> folders, String line) {

        public Entry {
            folders = List.copyOf(folders);
        }
    }

    private Catalogue() {}

    /** All files by number, then words; inherited files that share a number stand apart. */
    public static List<Entry> of(MigrationSources sources) {
        Map<String, Entry> entries = new TreeMap<>();
        new TreeMap<>(sources.texts()).forEach((name, text) -> {
            String folder = name.substring(0, name.indexOf('/'));
            String file = name.substring(name.indexOf('/') + 1).replace(".sql", "");
            entries.merge(
                    file,
                    new Entry(
                            file.substring(0, file.indexOf('_')),
                            file.substring(file.indexOf('_') + 1),
                            List.of(folder),
                            line(text)),
                    Catalogue::both);
        });
        return List.copyOf(entries.values());
    }

    private static Entry both(Entry one, Entry other) {
        List<String> folders = new ArrayList<>(one.folders());
        folders.addAll(other.folders());
        return new Entry(one.number(), one.words(), folders, one.line());
    }

    /** The first sentence of the comment a file begins with; empty when it begins with none. */
    static String line(String text) {
        StringBuilder prose = new StringBuilder();
        for (String line : text.lines().toList()) {
            boolean directive = line.matches("-- [a-z][a-z-]*:.*|--\\s*\\+goose.*");
            if (!line.startsWith("-- ") || directive) {
                break;
            }
            prose.append(prose.isEmpty() ? "" : " ").append(line.substring(3).strip());
        }
        String whole = prose.toString();
        int end = whole.indexOf(". ");
        String sentence = end < 0 ? whole : whole.substring(0, end);
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
