package ai.ongoing.gateway.migration;

import ai.ongoing.gateway.migration.MigrationDialect.Failure;
import ai.ongoing.gateway.migration.SqlScript.Statement;

/**
 * What an operator reads when a statement failed: where, what, what was rolled back, what to run.
 *
 * @param index the statement's place in its section, from 1
 * @param state how many files are applied, in words
 */
record FailureText(MigrationFile file, Statement statement, int index, String state) {

    private static final int WIDEST = 160;

    String of(Failure failure, String remedy) {
        int offset = Math.clamp(
                failure.offset().orElse(0), 0, Math.max(0, statement.text().length() - 1));
        String before = statement.text().substring(0, offset);
        int line =
                statement.line() + (int) before.chars().filter(c -> c == '\n').count();
        int lineStart = before.lastIndexOf('\n') + 1;
        int column = offset - lineStart + 1;
        boolean known = failure.offset().isPresent();
        StringBuilder text = new StringBuilder(400);
        text.append("migration ")
                .append(file.name())
                .append(" (up) failed at statement ")
                .append(index);
        text.append(" of ").append(file.up().steps().size()).append(", line ").append(line);
        if (known) {
            text.append(" col ").append(column);
        }
        text.append(": ").append(failure.message()).append('\n');
        String margin = "%5d | ".formatted(line);
        text.append(margin).append(excerpt(lineStart)).append('\n');
        if (known && column <= WIDEST) {
            text.repeat(' ', margin.length() + column - 1).append("^\n");
        }
        text.append(failure.code())
                .append(". ")
                .append(rolledBack())
                .append(' ')
                .append(state);
        if (!remedy.isEmpty()) {
            text.append("\nThe role lacks a right. As the owner or an administrator run:\n  ")
                    .append(remedy);
        }
        return text.toString();
    }

    private String rolledBack() {
        return file.header().transactional()
                ? "The transaction was rolled back; nothing of this file was applied."
                : "The file runs outside a transaction; its one statement is run again at the next start.";
    }

    private String excerpt(int lineStart) {
        int end = statement.text().indexOf('\n', lineStart);
        String line =
                statement.text().substring(lineStart, end < 0 ? statement.text().length() : end);
        return line.length() <= WIDEST ? line : line.substring(0, WIDEST) + "...";
    }
}
