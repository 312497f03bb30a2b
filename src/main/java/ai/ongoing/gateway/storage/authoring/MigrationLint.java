package ai.ongoing.gateway.storage.authoring;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.migration.file.MigrationFile.Section;
import ai.ongoing.gateway.migration.file.MigrationFile.Step;
import ai.ongoing.gateway.migration.file.MigrationFiles;
import ai.ongoing.gateway.storage.schema.MigrationFolder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses migration files that would stop traffic, lose rows or mean different things on the two backends. Everything is
 * said at once. Inherited files are exempt: they must do what the older program did.
 */
public final class MigrationLint {

    private static final int LONGEST_NAME = 60;
    private static final Pattern MESSAGE = Pattern.compile("migration (.+?), line (\\d+): (.*?)\\.?", Pattern.DOTALL);
    private static final List<LintRule> RULES =
            List.of(new ColumnRules(), new LossRules(), new TrafficRules(), new HiddenRules(), new DocumentRules());

    private final MigrationSources sources;
    private final Set<String> inheritedObjects = new HashSet<>();
    private final List<LintFinding> findings = new ArrayList<>();

    private MigrationLint(MigrationSources sources) {
        this.sources = sources;
    }

    /** What is wrong, by file and line; empty when nothing is. Reads no database. */
    public static List<LintFinding> check(MigrationSources sources) {
        return new MigrationLint(sources).findings();
    }

    private List<LintFinding> findings() {
        findings.addAll(sources.unreadable());
        Map<String, MigrationFile> parsed = new TreeMap<>();
        for (String name : new TreeSet<>(sources.texts().keySet())) {
            MigrationFile file = parsed(name);
            if (file != null) {
                parsed.put(name, file);
            }
        }
        parsed.values().stream().filter(MigrationFile::inherited).forEach(this::inherit);
        parsed.values().stream().filter(file -> !file.inherited()).forEach(this::rules);
        if (parsed.size() == sources.texts().size()) {
            numbers();
        }
        index();
        return withoutExceptions();
    }

    private @Nullable MigrationFile parsed(String name) {
        MigrationFolder folder = MigrationFolder.of(name).orElseThrow();
        try {
            return MigrationFile.parse(name, text(name), folder.syntax());
        } catch (MigrationException e) {
            findings.add(ofEngine(name, e));
            return null;
        }
    }

    private String text(String name) {
        return sources.texts().getOrDefault(name, "");
    }

    /** The engine's own refusals: what a file may never say. */
    private static LintFinding ofEngine(String name, MigrationException e) {
        Matcher message = MESSAGE.matcher(String.valueOf(e.getMessage()));
        boolean known = message.matches();
        return new LintFinding(
                known ? message.group(1) : name,
                known ? Integer.parseInt(message.group(2)) : 1,
                "engine",
                known ? message.group(3) : String.valueOf(e.getMessage()),
                "as the engine would refuse the file at start, mend it first; src/docs/migrations.md shows the form");
    }

    private void inherit(MigrationFile file) {
        MigrationFolder folder = MigrationFolder.of(file.name()).orElseThrow();
        for (Step step : file.up().steps()) {
            for (Clause clause : clauses(step, folder)) {
                if (clause.begins("CREATE")) {
                    inheritedObjects.add(NamedObject.name(clause));
                }
            }
        }
    }

    private void rules(MigrationFile file) {
        MigrationFolder folder = MigrationFolder.of(file.name()).orElseThrow();
        LintedFile linted = LintedFile.of(file, folder, text(file.name()), inheritedObjects);
        header(linted);
        DocumentRules.present(linted, sources);
        section(linted, file.up(), false);
        Section down = file.down();
        if (down != null) {
            section(linted, down, true);
        }
        findings.addAll(linted.findings());
    }

    private static void header(LintedFile linted) {
        String name = linted.file().name();
        String words = name.substring(name.indexOf('/') + 1);
        if (words.length() > LONGEST_NAME) {
            linted.refuse(1, "name-too-long", "the name has " + words.length() + " characters", "at most 60");
        }
        if (Catalogue.line(linted.text()).isEmpty()) {
            linted.refuse(
                    1,
                    "description-missing",
                    "the header does not say why the file exists",
                    "one sentence as a comment above the directives; the catalogue prints it");
        }
    }

    private static void section(LintedFile linted, Section section, boolean undo) {
        for (Step step : section.steps()) {
            for (Clause clause : clauses(step, linted.folder())) {
                RULES.forEach(rule -> rule.check(linted, clause, undo));
                if (!undo) {
                    linted.madeHere().add(NamedObject.madeTable(clause));
                }
            }
        }
    }

    private static List<Clause> clauses(Step step, MigrationFolder folder) {
        return ClauseReader.read(step.sql(), folder.syntax().dollarQuotes());
    }

    /** Order, gaps and counterparts, as the engine checks them. */
    private void numbers() {
        for (MigrationFolder folder : MigrationFolder.values()) {
            String baseline = folder.folder() + "/" + MigrationSources.BASELINE;
            Map<String, String> texts = new TreeMap<>(sources.texts());
            texts.keySet().removeIf(name -> name.endsWith("/" + MigrationSources.BASELINE));
            try {
                MigrationFiles.of(folder.folder(), folder.syntax(), texts, text(baseline));
            } catch (MigrationException e) {
                findings.add(ofEngine(baseline, e));
            }
        }
    }

    private void index() {
        Set<String> listed = new HashSet<>(sources.listed());
        for (String name : new TreeSet<>(sources.texts().keySet())) {
            if (!name.endsWith("/" + MigrationSources.BASELINE) && !listed.remove(name)) {
                findings.add(new LintFinding(
                        name,
                        1,
                        "not-listed",
                        "the file is not in " + MigrationSources.INDEX + ", so the program does not know it",
                        "add its name there; migrate new does"));
            }
        }
        for (String name : new TreeSet<>(listed)) {
            findings.add(new LintFinding(
                    MigrationSources.INDEX,
                    sources.listed().indexOf(name) + 1,
                    "not-listed",
                    "it lists " + name + ", and there is no such file",
                    "restore the file; a released one is never taken away"));
        }
    }

    /** {@code lint.txt} names a file, a rule and a reason a line; one that excuses nothing is a finding itself. */
    private List<LintFinding> withoutExceptions() {
        List<LintFinding> left = new ArrayList<>(findings);
        List<LintFinding> idle = new ArrayList<>();
        for (int i = 0; i < sources.exceptions().size(); i++) {
            String[] words = sources.exceptions().get(i).split(" ", 3);
            boolean comment = words[0].startsWith("#");
            boolean used = words.length == 3
                    && left.removeIf(finding ->
                            finding.file().equals(words[0]) && finding.rule().equals(words[1]));
            if (!comment && !used) {
                idle.add(new LintFinding(
                        MigrationSources.EXCEPTIONS,
                        i + 1,
                        "idle-exception",
                        "the line excuses nothing",
                        "FILE RULE REASON for something that is found; else take the line out"));
            }
        }
        left.addAll(idle);
        left.sort(Comparator.comparing(LintFinding::file).thenComparingInt(LintFinding::line));
        return List.copyOf(left);
    }
}
