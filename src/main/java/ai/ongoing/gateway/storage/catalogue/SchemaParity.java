package ai.ongoing.gateway.storage.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The same schema on both backends, but for differences that are written down with their reason in {@code parity.txt}:
 * one a line, {@code FOLDER FACT -- REASON}, where a star in the fact stands for anything.
 *
 * @param surprises differences nobody wrote down, and lines of the list that nothing matches; empty is parity
 * @param intended differences with their reason
 */
public record SchemaParity(List<String> surprises, List<String> intended) {

    private static final String LIST = "/db/migration/parity.txt";
    private static final String IDLE = "parity.txt excuses nothing by: ";

    /** A difference that is meant. */
    private record Allowed(String line, String folder, Pattern fact, String reason) {}

    public SchemaParity {
        surprises = List.copyOf(surprises);
        intended = List.copyOf(intended);
    }

    /** Compares by the list inside the program. */
    public static SchemaParity of(SchemaModel sqlite, SchemaModel postgres) {
        return of(sqlite, postgres, list());
    }

    /** Compares two stores of both kinds as they stand; a line of the list that nothing matches is no difference. */
    public static SchemaParity ofStores(SchemaModel sqlite, SchemaModel postgres) {
        SchemaParity parity = of(sqlite, postgres);
        return new SchemaParity(
                parity.surprises().stream()
                        .filter(line -> !line.startsWith(IDLE))
                        .toList(),
                parity.intended());
    }

    /** Compares two stores of one kind, in which every difference is a surprise. */
    public static SchemaParity ofAlike(SchemaModel left, SchemaModel right) {
        List<String> surprises = new ArrayList<>();
        missing(left.facts(), right.facts()).forEach(fact -> surprises.add("only on the left " + fact));
        missing(right.facts(), left.facts()).forEach(fact -> surprises.add("only on the right " + fact));
        return new SchemaParity(surprises, List.of());
    }

    static SchemaParity of(SchemaModel sqlite, SchemaModel postgres, List<String> list) {
        List<Allowed> allowed = list.stream().map(SchemaParity::parsed).toList();
        Set<Allowed> idle = new HashSet<>(allowed);
        List<String> surprises = new ArrayList<>();
        List<String> intended = new ArrayList<>();
        SortedSet<String> differences = new TreeSet<>();
        missing(sqlite.facts(), postgres.facts()).forEach(fact -> differences.add("sqlite " + fact));
        missing(postgres.facts(), sqlite.facts()).forEach(fact -> differences.add("postgres " + fact));
        for (String difference : differences) {
            int blank = difference.indexOf(' ');
            String folder = difference.substring(0, blank);
            String fact = difference.substring(blank + 1);
            allowed.stream()
                    .filter(one -> one.folder().equals(folder)
                            && one.fact().matcher(fact).matches())
                    .findFirst()
                    .ifPresentOrElse(
                            one -> {
                                idle.remove(one);
                                intended.add("only on " + difference + " -- " + one.reason());
                            },
                            () -> surprises.add("only on " + difference));
        }
        idle.stream().map(Allowed::line).sorted().forEach(line -> surprises.add(IDLE + line));
        return new SchemaParity(surprises, intended);
    }

    private static Set<String> missing(SortedSet<String> facts, SortedSet<String> from) {
        Set<String> missing = new TreeSet<>(facts);
        missing.removeAll(from);
        return missing;
    }

    private static Allowed parsed(String line) {
        int reason = line.indexOf(" -- ");
        int blank = line.indexOf(' ');
        if (reason < 0 || blank > reason) {
            throw new IllegalArgumentException("parity.txt: a line is FOLDER FACT -- REASON, got: " + line);
        }
        String fact = line.substring(blank + 1, reason);
        String pattern = Pattern.quote(fact).replace("*", "\\E.*\\Q");
        return new Allowed(line, line.substring(0, blank), Pattern.compile(pattern), line.substring(reason + 4));
    }

    private static List<String> list() {
        try (InputStream in = SchemaParity.class.getResourceAsStream(LIST)) {
            if (in == null) {
                throw new IllegalStateException(LIST + " is not inside the program; build it again");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + LIST + " inside the program", e);
        }
    }
}
