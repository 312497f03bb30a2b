package ai.ongoing.gateway.migration.file;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The directives above a file's first section: comment lines that begin with one lower-case word and a colon. A
 * directive nobody knows is an error, because a mistyped one would silently do nothing.
 */
public record MigrationHeader(Map<String, String> directives) {

    /** {@code none}: the one statement runs outside a transaction. */
    static final String TRANSACTION = "transaction";
    /** Why there is no way back. */
    static final String IRREVERSIBLE = "irreversible";
    /** Tables that the file may take rows or values from; whatever else is lost aborts it. */
    static final String DESTRUCTIVE = "destructive";
    /** The lowest version of the program that may still run once the file is applied. */
    static final String BREAKING = "breaking";
    /** How long a statement may wait for a lock of live traffic. */
    static final String LOCK_TIMEOUT = "lock-timeout";
    /** How long a statement may run; 0 means without limit. */
    static final String STATEMENT_TIMEOUT = "statement-timeout";
    /** A table whose definition a {@code CREATE TABLE} of the file replaces, rows and indexes kept. */
    static final String REBUILD = "rebuild";
    /** A folder that has no file of this number, and why. */
    static final String NOT_APPLICABLE = "not-applicable";

    private static final Set<String> KNOWN = Set.of(
            TRANSACTION,
            IRREVERSIBLE,
            DESTRUCTIVE,
            BREAKING,
            LOCK_TIMEOUT,
            STATEMENT_TIMEOUT,
            REBUILD,
            NOT_APPLICABLE,
            "adr",
            "docs");
    private static final Pattern DIRECTIVE = Pattern.compile("-- ([a-z][a-z-]*):(.*)");
    private static final Pattern DURATION = Pattern.compile("(0)|(\\d{1,6})(ms|s|m)");
    private static final Pattern TABLES = Pattern.compile("[a-z_][a-z0-9_]*(?:, ?[a-z_][a-z0-9_]*)*");
    /** What the way back needs as well; stored with it, because the header is not. */
    private static final List<String> BOTH_WAYS = List.of(TRANSACTION, LOCK_TIMEOUT, STATEMENT_TIMEOUT, REBUILD);

    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+");

    public MigrationHeader {
        directives = Map.copyOf(directives);
    }

    /** The directive a line holds, or null when the line is prose or SQL. */
    static @Nullable Matcher directive(String line) {
        Matcher matcher = DIRECTIVE.matcher(line);
        return matcher.matches() ? matcher : null;
    }

    /** What is wrong with a directive, or null. */
    static @Nullable String objection(String word, String value) {
        if (!KNOWN.contains(word)) {
            return "the directive \"" + word + "\" is unknown; known are "
                    + String.join(", ", KNOWN.stream().sorted().toList());
        }
        if (value.isEmpty()) {
            return "the directive \"" + word + "\" needs a value";
        }
        return switch (word) {
            case TRANSACTION -> value.equals("none") ? null : "transaction can only be \"none\", got \"" + value + "\"";
            case LOCK_TIMEOUT, STATEMENT_TIMEOUT ->
                DURATION.matcher(value).matches()
                        ? null
                        : word + " must be a duration like 2s, 500ms or 15m, got \"" + value + "\"";
            case BREAKING ->
                VERSION.matcher(value).matches()
                        ? null
                        : "breaking names the lowest version that may run, like 1.2.0, got \"" + value + "\"";
            case NOT_APPLICABLE ->
                value.contains(" ") ? null : "not-applicable needs a folder and a reason, got \"" + value + "\"";
            case DESTRUCTIVE ->
                TABLES.matcher(value).matches()
                        ? null
                        : "destructive names tables, separated by commas, got \"" + value + "\"";
            case REBUILD ->
                TABLES.matcher(value).matches() && !value.contains(",")
                        ? null
                        : "rebuild names one table, got \"" + value + "\"";
            default -> null;
        };
    }

    /** Whether the file runs inside a transaction together with its history row. */
    public boolean transactional() {
        return !directives.containsKey(TRANSACTION);
    }

    public @Nullable String irreversible() {
        return directives.get(IRREVERSIBLE);
    }

    public @Nullable String destructive() {
        return directives.get(DESTRUCTIVE);
    }

    /** Tables that may lose rows or values. */
    public Set<String> mayLose() {
        String tables = destructive();
        return tables == null ? Set.of() : Set.of(tables.split(", ?"));
    }

    /** The table whose definition is replaced; null when none is. */
    public @Nullable String rebuild() {
        return directives.get(REBUILD);
    }

    /** The lines that the way back needs, each with its line feed. */
    String bothWays() {
        StringBuilder lines = new StringBuilder();
        for (String word : BOTH_WAYS) {
            String value = directives.get(word);
            if (value != null) {
                lines.append("-- ").append(word).append(": ").append(value).append('\n');
            }
        }
        return lines.toString();
    }

    public @Nullable String breaking() {
        return directives.get(BREAKING);
    }

    public Duration lockTimeout(Duration otherwise) {
        return duration(LOCK_TIMEOUT, otherwise);
    }

    public Duration statementTimeout(Duration otherwise) {
        return duration(STATEMENT_TIMEOUT, otherwise);
    }

    /** Whether the header says that this folder needs no file of this number. */
    boolean notApplicableTo(String folder) {
        return directives.getOrDefault(NOT_APPLICABLE, "").startsWith(folder + " ");
    }

    private Duration duration(String word, Duration otherwise) {
        String value = directives.get(word);
        if (value == null) {
            return otherwise;
        }
        Matcher matcher = DURATION.matcher(value);
        if (!matcher.matches() || matcher.group(1) != null) {
            return Duration.ZERO;
        }
        long count = Long.parseLong(matcher.group(2));
        return switch (matcher.group(3)) {
            case "ms" -> Duration.ofMillis(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofSeconds(count);
        };
    }
}
