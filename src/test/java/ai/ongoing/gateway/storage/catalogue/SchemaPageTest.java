package ai.ongoing.gateway.storage.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.storage.authoring.Catalogue;
import ai.ongoing.gateway.storage.authoring.MigrationSources;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the page and the comparison to databases that are migrated here and now. */
class SchemaPageTest {

    private static SchemaModel sqlite;
    private static SchemaModel postgres;
    private static PostgresDatabase database;

    @BeforeAll
    static void migrate() throws SQLException {
        database = PostgresDatabase.create();
        sqlite = FreshSchema.sqlite();
        postgres = FreshSchema.postgres(database::connect);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /** {@code ./mvnw test -Dtest=SchemaPageTest -Dschema.write=true} writes the page anew. */
    @Test
    void thePageIsNotStale() throws IOException {
        String page = new SchemaPage(sqlite, postgres, Catalogue.of(MigrationSources.embedded())).text();
        if (Boolean.getBoolean("schema.write")) {
            Files.writeString(SchemaPage.PLACE, page);
        }
        assertThat(Files.readString(SchemaPage.PLACE))
                .as("src/docs/schema.md is stale; ./mvnw test -Dtest=SchemaPageTest -Dschema.write=true writes it anew")
                .isEqualTo(page);
    }

    @Test
    void bothBackendsMeanTheSameButForWhatIsWrittenDown() {
        assertThat(SchemaParity.of(sqlite, postgres).surprises())
                .as("differences; mend the files, or give a reason in parity.txt")
                .isEmpty();
    }

    @Test
    void leavesNothingBehindOnTheServer() throws SQLException {
        List<String> schemas = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'ongoingai%'")) {
            while (rows.next()) {
                schemas.add(rows.getString(1));
            }
        }
        assertThat(schemas).isEmpty();
    }

    @Test
    void everyNumberStandsInTheCatalogueWithItsLine() {
        assertThat(Catalogue.of(MigrationSources.embedded()))
                .allSatisfy(entry -> assertThat(entry.line()).isNotEmpty())
                .anySatisfy(entry -> {
                    assertThat(entry.number()).isEqualTo("100");
                    assertThat(entry.folders()).containsExactly("postgres", "sqlite");
                    assertThat(entry.line()).startsWith("What the older program did not record: ");
                });
    }

    @Test
    void namesEveryDifferenceAndEveryIdleExcuse() {
        SchemaModel left = model(new SchemaModel.Column("a", "TEXT", "text", true, ""));
        SchemaModel right = model(new SchemaModel.Column("a", "BIGINT", "integer", false, "0"));
        assertThat(SchemaParity.of(left, right, List.of()).surprises())
                .containsExactly(
                        "only on postgres column t.a default 0",
                        "only on postgres column t.a integer",
                        "only on postgres column t.a not null",
                        "only on sqlite column t.a default none",
                        "only on sqlite column t.a nullable",
                        "only on sqlite column t.a text");
        assertThat(SchemaParity.of(left, left, List.of("sqlite column t.* -- gone"))
                        .surprises())
                .containsExactly("parity.txt excuses nothing by: sqlite column t.* -- gone");
        assertThat(SchemaParity.of(left, right, List.of("sqlite column t.a * -- so", "postgres column t.a * -- so"))
                        .surprises())
                .isEmpty();
    }

    private static SchemaModel model(SchemaModel.Column column) {
        return new SchemaModel(
                List.of(new SchemaModel.Table("t", List.of(column), List.of(), List.of(), List.of())), List.of());
    }

    @Test
    void readsKeysIndexesAndChecksOnBothTheSame() throws SQLException {
        String sql = "CREATE TABLE parent (a TEXT NOT NULL, b TEXT NOT NULL, PRIMARY KEY (a, b));"
                + "CREATE TABLE child (id INTEGER PRIMARY KEY, a TEXT, b TEXT, n INTEGER CHECK (n > 0),"
                + " UNIQUE (a), FOREIGN KEY (a, b) REFERENCES parent(a, b) ON UPDATE CASCADE ON DELETE RESTRICT);"
                + "CREATE UNIQUE INDEX child_b ON child(b DESC, n) WHERE b IS NOT NULL";
        SchemaModel one;
        try (Connection file = java.sql.DriverManager.getConnection("jdbc:sqlite::memory:")) {
            execute(file, sql);
            one = new SqliteCatalogue(new CatalogueRows(file)).read();
        }
        try (Connection server = database.connect()) {
            execute(server, sql);
            assertThat(new PostgresCatalogue(new CatalogueRows(server)).read().facts())
                    .isEqualTo(one.facts())
                    .contains(
                            "key child: primary key (id)",
                            "key child: unique (a)",
                            "key parent: primary key (a, b)",
                            "key child: foreign key (a, b) to parent (a, b) on update cascade on delete restrict",
                            "key child: check n > 0",
                            "index child: unique child_b (b DESC, n) where b is not null");
            execute(server, "DROP TABLE child; DROP TABLE parent");
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String one : sql.split(";", -1)) {
                statement.execute(one);
            }
        }
    }
}
