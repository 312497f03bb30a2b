package ai.ongoing.gateway.storage.catalogue;

import ai.ongoing.gateway.storage.schema.SchemaSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The schema of a store as it stands; only reads. Indexes that the older program makes at its start count for nothing. */
public final class LiveSchema {

    private LiveSchema() {}

    /** Of a SQLite file. */
    public static SchemaModel sqlite(Connection connection) throws SQLException {
        return withoutTolerated(new SqliteCatalogue(new CatalogueRows(connection)).read());
    }

    /** Of the schema that a connection to PostgreSQL is in. */
    public static SchemaModel postgres(Connection connection) throws SQLException {
        return withoutTolerated(new PostgresCatalogue(new CatalogueRows(connection)).read());
    }

    private static SchemaModel withoutTolerated(SchemaModel model) {
        List<String> tolerated = SchemaSession.toleratedIndexes();
        List<SchemaModel.Table> tables = model.tables().stream()
                .map(table -> new SchemaModel.Table(
                        table.name(),
                        table.columns(),
                        table.keys(),
                        table.indexes().stream()
                                .filter(index -> !tolerated.contains(index.name()))
                                .toList(),
                        table.triggers()))
                .toList();
        return new SchemaModel(tables, model.views());
    }
}
