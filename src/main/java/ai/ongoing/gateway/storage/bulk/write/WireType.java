package ai.ongoing.gateway.storage.bulk.write;

import ai.ongoing.gateway.storage.bulk.BulkException;
import ai.ongoing.gateway.storage.bulk.BulkException.Reason;
import ai.ongoing.gateway.storage.bulk.ColumnShape;

/** How PostgreSQL's binary COPY writes a column (PostgreSQL 18, "COPY", and the types' receive functions). */
enum WireType {
    TEXT,
    JSONB,
    INT2,
    INT4,
    INT8,
    FLOAT8,
    TIMESTAMPTZ,
    BOOL,
    BYTEA;

    static WireType of(ColumnShape column) {
        return switch (column.declared()) {
            case "text", "character varying", "json" -> TEXT;
            case "jsonb" -> JSONB;
            case "smallint" -> INT2;
            case "integer" -> INT4;
            case "bigint" -> INT8;
            case "double precision" -> FLOAT8;
            case "timestamp with time zone" -> TIMESTAMPTZ;
            case "boolean" -> BOOL;
            case "bytea" -> BYTEA;
            default ->
                throw new BulkException(
                        Reason.SCHEMA,
                        "column " + column.name() + " has the type " + column.declared()
                                + ", which this program cannot write.");
        };
    }
}
