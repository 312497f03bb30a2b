package ai.ongoing.gateway.migration.file;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.file.MigrationFile.Section;
import ai.ongoing.gateway.migration.file.MigrationFile.Step;
import ai.ongoing.gateway.migration.sql.SqlScript;
import ai.ongoing.gateway.migration.sql.SqlScript.SqlScriptException;
import ai.ongoing.gateway.migration.sql.SqlScript.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file: header, annotations in goose's words, statements. Everything is checked here, before any database is
 * touched; every error names the file and the line. Used once per file.
 */
final class MigrationParser {

    private static final Pattern NAME = Pattern.compile("([a-z]+)/(\\d{3,4})_[a-z0-9]+(_[a-z0-9]+)*\\.sql");
    private static final Pattern ANNOTATION = Pattern.compile("(?i)--\\s*\\+goose\\b\\s*(.*?)\\s*");
    private static final Pattern IF_MISSING = Pattern.compile("-- if-missing: ([a-z_]+)\\.([a-z_]+)");

    private final String name;
    private final SqlScript.Syntax syntax;
    private final String[] lines;
    private final Map<String, String> directives = new HashMap<>();
    private final List<Integer> blocks = new ArrayList<>();
    private MigrationManifest.@Nullable Entry written;
    private int upLine;
    private int downLine;

    private MigrationParser(String name, String text, SqlScript.Syntax syntax) {
        this.name = name;
        this.syntax = syntax;
        this.lines = normalised(text).split("\n", -1);
    }

    /** @throws MigrationException for anything that is not exactly right */
    static MigrationFile parse(String name, String text, SqlScript.Syntax syntax) {
        return new MigrationParser(name, text, syntax).file();
    }

    /** The same for a file whose checksums the build has written down. */
    static MigrationFile parse(String name, String text, SqlScript.Syntax syntax, MigrationManifest manifest) {
        MigrationParser parser = new MigrationParser(name, text, syntax);
        parser.written = manifest.of(name, text);
        return parser.file();
    }

    /**
     * Reads a way back as the history keeps it, directives first.
     *
     * @return a file whose {@code up} is that way
     */
    static MigrationFile wayBack(String name, String stored, SqlScript.Syntax syntax) {
        int at = 0;
        while (stored.startsWith("-- ", at)
                && MigrationHeader.directive(stored.substring(at, lineEnd(stored, at))) != null) {
            at = lineEnd(stored, at) + 1;
        }
        return parse(
                name,
                "-- irreversible: this is the way back\n" + stored.substring(0, at) + "-- +goose Up\n"
                        + stored.substring(at),
                syntax);
    }

    private static int lineEnd(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    /** The same text for every platform: what checksums are made of. */
    static String normalised(String text) {
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return body.replace("\r\n", "\n").replace('\r', '\n').stripTrailing() + "\n";
    }

    private MigrationFile file() {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw wrong(1, "the name must be like folder/100_some_words.sql");
        }
        boolean plain =
                Arrays.stream(lines).noneMatch(line -> ANNOTATION.matcher(line).matches());
        for (int i = 0; i < (plain ? firstSql() : lines.length); i++) {
            read(i + 1, lines[i]);
        }
        if (upLine == 0 && !plain) {
            throw wrong(1, "there is no \"-- +goose Up\"");
        }
        MigrationHeader header = new MigrationHeader(directives);
        if (header.rebuild() != null && syntax.dollarQuotes()) {
            throw wrong(1, "this backend alters tables in place and needs no \"-- rebuild\"");
        }
        int lastUp = downLine == 0 ? lines.length : downLine - 1;
        Section up = section("Up", plain ? firstSql() : upLine, lastUp);
        Section down = downLine == 0 ? null : section("Down", downLine, lines.length);
        if ((down == null) == (header.irreversible() == null)) {
            throw wrong(
                    Math.max(1, downLine),
                    down == null
                            ? "there is no \"-- +goose Down\"; write one, or \"-- irreversible: reason\" above "
                                    + (plain ? "the SQL: a file without annotations is one Up section" : "Up")
                            : "the header says irreversible, yet there is a Down section");
        }
        new StatementRules(name, header.transactional()).check(up);
        if (down != null) {
            new StatementRules(name, header.transactional()).check(down);
        }
        return new MigrationFile(name, Integer.parseInt(matcher.group(2)), header, up, down);
    }

    /** How many lines stand above the SQL of a file without annotations: comments, and what they direct. */
    private int firstSql() {
        int above = 0;
        while (above < lines.length
                && (lines[above].isBlank() || lines[above].startsWith("--"))
                && !IF_MISSING.matcher(lines[above]).matches()) {
            above++;
        }
        if (above == lines.length) {
            throw wrong(1, "the file holds no statement");
        }
        return above;
    }

    private void read(int number, String line) {
        Matcher annotation = ANNOTATION.matcher(line);
        if (annotation.matches()) {
            annotation(number, annotation.group(1).toUpperCase(Locale.ROOT));
        } else if (upLine == 0) {
            header(number, line);
        }
    }

    private void annotation(int number, String word) {
        switch (word) {
            case "UP" -> upLine = once("Up", upLine, number);
            case "DOWN" -> {
                if (upLine == 0) {
                    throw wrong(number, "Down stands before Up");
                }
                downLine = once("Down", downLine, number);
            }
            case "STATEMENTBEGIN", "STATEMENTEND" -> {
                boolean opens = word.endsWith("BEGIN");
                if (upLine == 0 || opens == (blocks.size() % 2 != 0)) {
                    throw wrong(number, "StatementBegin and StatementEnd must come in pairs inside a section");
                }
                blocks.add(number);
            }
            case "NO TRANSACTION" -> directives.put(MigrationHeader.TRANSACTION, "none");
            default -> throw wrong(number, "the annotation \"+goose " + word + "\" is unknown");
        }
    }

    private void header(int number, String line) {
        Matcher directive = MigrationHeader.directive(line);
        if (directive == null) {
            if (!line.isBlank() && !line.startsWith("--")) {
                throw wrong(number, "SQL stands before \"-- +goose Up\"");
            }
            return;
        }
        String value = directive.group(2).strip();
        String objection = MigrationHeader.objection(directive.group(1), value);
        if (objection != null) {
            throw wrong(number, objection);
        }
        if (directives.put(directive.group(1), value) != null) {
            throw wrong(number, "the directive \"" + directive.group(1) + "\" stands twice");
        }
    }

    private Section section(String title, int annotationLine, int lastLine) {
        String text = String.join("\n", List.of(lines).subList(annotationLine, lastLine))
                        .stripTrailing() + "\n";
        List<Step> steps = new ArrayList<>();
        int from = annotationLine + 1;
        List<Integer> inside =
                blocks.stream().filter(b -> b > annotationLine && b <= lastLine).toList();
        if (inside.size() % 2 != 0) {
            throw wrong(inside.getLast(), "StatementBegin has no StatementEnd in its section");
        }
        for (int i = 0; i < inside.size(); i += 2) {
            steps.addAll(split(from, inside.get(i) - 1));
            steps.add(block(inside.get(i) + 1, inside.get(i + 1) - 1));
            from = inside.get(i + 1) + 1;
        }
        steps.addAll(split(from, lastLine));
        if (steps.isEmpty()) {
            throw wrong(Math.max(1, annotationLine), "the section " + title + " holds no statement");
        }
        return new Section(text, annotationLine + 1, steps, checksum(title, text));
    }

    private String checksum(String title, String text) {
        String known = written == null ? null : title.equals("Up") ? written.up() : written.down();
        return known == null ? "v1:" + MigrationFile.sha256(text) : known;
    }

    private List<Step> split(int first, int last) {
        if (first > last) {
            return List.of();
        }
        try {
            String text = String.join("\n", List.of(lines).subList(first - 1, last));
            return SqlScript.split(text, syntax, first).stream()
                    .map(statement -> new Step(statement, condition(statement)))
                    .toList();
        } catch (SqlScriptException e) {
            throw wrong(e.line(), String.valueOf(e.getMessage()));
        }
    }

    /** One statement whatever semicolons it holds; the last one is taken off. */
    private Step block(int first, int last) {
        String text = String.join("\n", List.of(lines).subList(first - 1, last)).strip();
        if (text.isEmpty()) {
            throw wrong(first, "StatementBegin and StatementEnd hold nothing");
        }
        String sql = text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
        List<Step> inside = split(first, last);
        if (inside.isEmpty()) {
            throw wrong(first, "StatementBegin and StatementEnd hold nothing but comments");
        }
        return new Step(new Statement(sql, first, 0, inside.getFirst().sql().words()), null);
    }

    private MigrationFile.@Nullable Column condition(Statement statement) {
        Matcher above = IF_MISSING.matcher(statement.line() == 1 ? "" : lines[statement.line() - 2]);
        return above.matches() ? new MigrationFile.Column(above.group(1), above.group(2)) : null;
    }

    private int once(String title, int before, int number) {
        if (before != 0) {
            throw wrong(number, title + " stands twice, first in line " + before);
        }
        return number;
    }

    private MigrationException wrong(int line, String what) {
        return new MigrationException(Reason.FILES, "migration " + name + ", line " + line + ": " + what + ".");
    }
}
