package ai.ongoing.gateway.transfer.archive;

import ai.ongoing.gateway.http.Json;
import ai.ongoing.gateway.http.JsonObject;
import ai.ongoing.gateway.storage.bulk.ColumnShape;
import ai.ongoing.gateway.storage.bulk.ForeignKey;
import ai.ongoing.gateway.storage.bulk.LogicalType;
import ai.ongoing.gateway.storage.bulk.SchemaStamp;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.transfer.archive.ArchiveException.Reason;
import ai.ongoing.gateway.transfer.proof.TableHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The manifest as it stands in the first and the last block of a backup. */
final class ManifestJson {

    private static final JsonMapper MAPPER = new JsonMapper();

    private ManifestJson() {}

    static byte[] head(ArchiveHead head) {
        return Json.object(body -> body.text("format", "ongoingai-backup")
                .number("format_version", ArchiveHead.FORMAT)
                .text("application_version", head.application())
                .text("driver", head.driver())
                .text("location", head.location())
                .time("taken_at", head.taken())
                .number("schema_version", head.schema().version())
                .text("schema_fingerprint", head.schema().fingerprint())
                .array("tables", head.tables(), ManifestJson::table));
    }

    private static void table(JsonObject body, TableShape table) {
        body.text("name", table.name())
                .texts("key", table.key())
                .array(
                        "columns",
                        table.columns(),
                        (column, shape) -> column.text("name", shape.name())
                                .text("type", shape.type().name())
                                .flag("nullable", shape.nullable())
                                .flag("narrow", shape.narrow())
                                .text("declared", shape.declared()))
                .array(
                        "references",
                        table.references(),
                        (reference, to) -> reference
                                .texts("columns", to.columns())
                                .text("table", to.table())
                                .texts("referred", to.referred()));
    }

    /** @throws ArchiveException when a newer program wrote it */
    static ArchiveHead head(ByteBuffer json) {
        JsonNode head = MAPPER.readTree(StandardCharsets.UTF_8.decode(json).toString());
        int format = head.path("format_version").asInt(0);
        if (format > ArchiveHead.FORMAT) {
            throw new ArchiveException(
                    Reason.NEWER,
                    "the backup has format " + format + ", written by version "
                            + head.path("application_version").asString("of a newer program")
                            + "; this program reads up to format " + ArchiveHead.FORMAT
                            + ": restore it with that version");
        }
        return new ArchiveHead(
                text(head, "application_version"),
                text(head, "driver"),
                text(head, "location"),
                new SchemaStamp(head.get("schema_version").asInt(), text(head, "schema_fingerprint")),
                Instant.parse(text(head, "taken_at")),
                head.get("tables").valueStream().map(ManifestJson::table).toList());
    }

    private static TableShape table(JsonNode table) {
        return new TableShape(
                text(table, "name"),
                table.get("columns").valueStream().map(ManifestJson::column).toList(),
                texts(table, "key"),
                table.get("references")
                        .valueStream()
                        .map(to -> new ForeignKey(texts(to, "columns"), text(to, "table"), texts(to, "referred")))
                        .toList());
    }

    private static ColumnShape column(JsonNode column) {
        return new ColumnShape(
                text(column, "name"),
                LogicalType.valueOf(text(column, "type")),
                column.get("nullable").asBoolean(),
                column.get("narrow").asBoolean(),
                text(column, "declared"));
    }

    static byte[] totals(List<TableTotal> totals) {
        return Json.object(body -> body.array(
                "tables",
                totals,
                (table, total) -> table.text("name", total.table())
                        .number("rows", total.hash().rows())
                        .text("hash", total.hash().sum())));
    }

    static List<TableTotal> totals(ByteBuffer json) {
        return MAPPER.readTree(StandardCharsets.UTF_8.decode(json).toString())
                .get("tables")
                .valueStream()
                .map(table -> new TableTotal(
                        text(table, "name"), TableHash.of(table.get("rows").asLong(), text(table, "hash"))))
                .toList();
    }

    private static String text(JsonNode object, String name) {
        return object.get(name).asString();
    }

    private static List<String> texts(JsonNode object, String name) {
        return object.get(name).valueStream().map(JsonNode::asString).toList();
    }
}
