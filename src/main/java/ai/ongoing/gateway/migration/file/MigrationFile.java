package ai.ongoing.gateway.migration.file;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.sql.SqlScript;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One numbered file, parsed and checked.
 *
 * @param name as stored in the history: folder and file name
 * @param number its place in the order
 * @param header what its header directives say
 * @param up what applies it
 * @param down what undoes it; null when the header says it cannot be undone
 */
public record MigrationFile(
        String name,
        int number,
        MigrationHeader header,
        Section up,
        @Nullable Section down) {

    /** Files below this number were inherited with their names; ours start here. */
    public static final int FIRST_OWN = 100;

    /**
     * One direction of a file.
     *
     * @param text normalised: no byte order mark, line feeds only, one at the end
     * @param firstLine line of the file the text begins at
     * @param steps the statements
     * @param checksum names the text for ever: two files with the same one do the same
     */
    public record Section(String text, int firstLine, List<Step> steps, String checksum) {

        public Section {
            steps = List.copyOf(steps);
        }

        /** Whether a table's name stands anywhere in the text, a comment included. */
        public boolean names(String table) {
            return Pattern.compile("\\b" + Pattern.quote(table) + "\\b", Pattern.CASE_INSENSITIVE)
                    .matcher(text)
                    .find();
        }
    }

    /**
     * One statement.
     *
     * @param sql what is sent
     * @param unless the statement is left out when this column exists already; null means always run
     */
    public record Step(SqlScript.Statement sql, @Nullable Column unless) {

        /** Whether it makes this table. */
        public boolean defines(String table) {
            return Pattern.compile(
                            "^create\\s+table\\s+(?:if\\s+not\\s+exists\\s+)?\"?" + Pattern.quote(table) + "\\b",
                            Pattern.CASE_INSENSITIVE)
                    .matcher(sql.text())
                    .find();
        }
    }

    /** A column that a step adds, for backends that cannot say it in SQL. */
    public record Column(String table, String name) {}

    /**
     * Reads one file by itself, without looking at its neighbours.
     *
     * @throws MigrationException for anything that is not exactly right
     */
    public static MigrationFile parse(String name, String text, SqlScript.Syntax syntax) {
        return MigrationParser.parse(name, text, syntax);
    }

    /** What a history kept by {@link #wayBack()}: its {@code up} is what undoes the file of this name. */
    public static MigrationFile undoing(String name, String stored, SqlScript.Syntax syntax) {
        return MigrationParser.wayBack(name, stored, syntax);
    }

    /** Whether the file was written for an older program and is only replayed or stamped here. */
    public boolean inherited() {
        return number < FIRST_OWN;
    }

    /** What the history keeps of the way back: the text, under the directives it needs; null when there is none. */
    public @Nullable String wayBack() {
        return down == null ? null : header.bothWays() + down.text();
    }

    public static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
