package ai.ongoing.gateway.migration.run;

import ai.ongoing.gateway.migration.backend.MigrationDialect;
import ai.ongoing.gateway.migration.file.MigrationFile;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares rows before and after a file inside its transaction, so that none is lost unasked. Only a file whose text
 * can lose rows costs anything: the tables it names are counted, those that lose rows by cascade with them, and the
 * values in columns it drops. A file that hides what it does has every table counted. Both counts see what stood there
 * when the transaction began and what the file itself did, never what others insert meanwhile: on the server by a
 * snapshot, on the file because nobody else writes. One guard for one attempt.
 */
final class RowGuard {

    private static final Pattern LOSING = Pattern.compile(
            "\\b(?:delete\\s+from|truncate|drop\\s+table|drop\\s+schema|replace\\s+into|merge\\s+into|rename\\s+to)\\b");
    /** What is put together at run time, or stands in the database, may lose rows of any table. */
    private static final Pattern HIDDEN =
            Pattern.compile("\\b(?:execute(?!\\s+(?:function|procedure)\\b)|call|perform)\\b");
    /** Anywhere, because a block may hold it; a schema's name may stand before the table's. */
    private static final Pattern ALTER = Pattern.compile(
            "\\balter\\s+table\\s+(?:if\\s+exists\\s+)?(?:only\\s+)?(?:\"?\\w+\"?\\.)?\"?(\\w+)\"?([^;]*)");

    private static final Pattern DROP_COLUMN = Pattern.compile(
            "\\bdrop\\s+(?!constraint\\b|default\\b|not\\b|identity\\b|expression\\b)(?:column\\s+)?(?:if\\s+exists\\s+)?\"?(\\w+)\"?");

    private final Connection connection;
    private final MigrationDialect dialect;
    private final Map<String, Set<String>> watched = new LinkedHashMap<>();
    private final Map<String, Map<String, Long>> before = new LinkedHashMap<>();

    RowGuard(Connection connection, MigrationDialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    /** Finds out what to watch; counts nothing. */
    void choose(MigrationFile file) throws SQLException {
        String text = file.up().text().toLowerCase(Locale.ROOT);
        String rebuilt = file.header().rebuild();
        boolean hidden = HIDDEN.matcher(text).find();
        boolean losing = rebuilt != null || hidden || LOSING.matcher(text).find();
        if (losing) {
            dialect.tables(connection).stream()
                    .filter(table -> hidden || file.up().names(table))
                    .forEach(table -> watched.put(table, new LinkedHashSet<>()));
            followCascades();
        }
        for (MigrationFile.Step step : file.up().steps()) {
            watchColumns(step.sql().text().toLowerCase(Locale.ROOT));
        }
    }

    void countBefore() throws SQLException {
        for (Map.Entry<String, Set<String>> table : watched.entrySet()) {
            before.put(table.getKey(), count(table.getKey(), table.getValue()));
        }
    }

    boolean watches() {
        return !watched.isEmpty();
    }

    /** What is lost now, in words, by table. */
    Map<String, List<String>> losses() throws SQLException {
        Map<String, List<String>> losses = new LinkedHashMap<>();
        Set<String> left = dialect.tables(connection);
        for (Map.Entry<String, Map<String, Long>> table : before.entrySet()) {
            Map<String, Long> now =
                    left.contains(table.getKey()) ? count(table.getKey(), watchedColumns(table.getKey())) : Map.of();
            List<String> lost = new ArrayList<>();
            table.getValue().forEach((column, count) -> {
                long missing = count - now.getOrDefault(column, 0L);
                if (missing > 0) {
                    lost.add(words(table.getKey(), column, missing));
                }
            });
            if (!lost.isEmpty()) {
                losses.put(table.getKey(), lost);
            }
        }
        return losses;
    }

    private static String words(String table, String column, long missing) {
        return column.isEmpty()
                ? missing + (missing == 1 ? " row of " : " rows of ") + table
                : missing + (missing == 1 ? " value of " : " values of ") + table + "." + column;
    }

    private Set<String> watchedColumns(String table) {
        return watched.getOrDefault(table, Set.of());
    }

    /** Whoever references a watched table with a cascade loses rows with it. */
    private void followCascades() throws SQLException {
        Map<String, Set<String>> children = dialect.cascades(connection);
        List<String> open = new ArrayList<>(watched.keySet());
        while (!open.isEmpty()) {
            for (String child : children.getOrDefault(open.removeLast(), Set.of())) {
                if (watched.putIfAbsent(child, new LinkedHashSet<>()) == null) {
                    open.add(child);
                }
            }
        }
    }

    private void watchColumns(String statement) throws SQLException {
        Matcher alter = ALTER.matcher(statement);
        while (alter.find()) {
            Set<String> dropped = new TreeSet<>();
            Matcher column = DROP_COLUMN.matcher(alter.group(2));
            while (column.find()) {
                dropped.add(column.group(1));
            }
            if (!dropped.isEmpty()) {
                dropped.retainAll(dialect.columns(connection, alter.group(1)));
            }
            if (!dropped.isEmpty()) {
                watched.computeIfAbsent(alter.group(1), table -> new LinkedHashSet<>())
                        .addAll(dropped);
            }
        }
    }

    /** Rows under an empty name, and values by column; a column that is gone has none. */
    private Map<String, Long> count(String table, Set<String> columns) throws SQLException {
        Set<String> present = dialect.columns(connection, table);
        List<String> counted = columns.stream().filter(present::contains).toList();
        StringBuilder sql = new StringBuilder("SELECT count(*)");
        counted.forEach(column -> sql.append(", count(").append(quoted(column)).append(')'));
        sql.append(" FROM ").append(quoted(table));
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql.toString())) {
            row.next();
            Map<String, Long> counts = new LinkedHashMap<>();
            counts.put("", row.getLong(1));
            for (int i = 0; i < counted.size(); i++) {
                counts.put(counted.get(i), row.getLong(i + 2));
            }
            return counts;
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
