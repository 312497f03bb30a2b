package ai.ongoing.gateway.storage.bulk.read;

import ai.ongoing.gateway.migration.plan.SchemaDrift;
import ai.ongoing.gateway.storage.bulk.ColumnShape;
import ai.ongoing.gateway.storage.bulk.ForeignKey;
import ai.ongoing.gateway.storage.bulk.Manifest;
import ai.ongoing.gateway.storage.bulk.TableShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tables a server has after every migration, for looking at what is to go there before it has any. Read from the list
 * of facts that a test holds equal to a freshly migrated database.
 */
public final class ExpectedShapes {

    private static final Pattern COLUMN = Pattern.compile("column (\\w+)\\.(\\w+) (.+) notnull=(\\w+) default=.*");
    private static final Pattern REFERENCE =
            Pattern.compile("constraint \\w+ on (\\w+) FOREIGN KEY \\((.+?)\\) REFERENCES (\\w+)\\((.+?)\\).*");

    private ExpectedShapes() {}

    /** In the order of {@link Manifest#MOVED}. */
    public static List<TableShape> ofServer() {
        SortedSet<String> facts = SchemaDrift.expected("postgres");
        return Manifest.MOVED.stream().map(moved -> table(moved, facts)).toList();
    }

    private static TableShape table(Manifest moved, SortedSet<String> facts) {
        List<ColumnShape> columns = new ArrayList<>();
        List<ForeignKey> references = new ArrayList<>();
        for (String fact : facts) {
            Matcher column = COLUMN.matcher(fact);
            if (column.matches() && column.group(1).equals(moved.name())) {
                boolean nullable = !column.group(4).equals("true");
                columns.add(PostgresShapes.column(moved, column.group(2), column.group(3), nullable));
            }
            Matcher reference = REFERENCE.matcher(fact);
            if (reference.matches() && reference.group(1).equals(moved.name())) {
                references.add(new ForeignKey(
                        List.of(reference.group(2).split(", ", -1)),
                        reference.group(3),
                        List.of(reference.group(4).split(", ", -1))));
            }
        }
        columns.removeIf(column -> column.name().endsWith(Manifest.EXACT));
        columns.sort(Comparator.comparing(ColumnShape::name));
        return new TableShape(moved.name(), columns, moved.key(), references);
    }
}
