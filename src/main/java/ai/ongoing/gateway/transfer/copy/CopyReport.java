package ai.ongoing.gateway.transfer.copy;

import ai.ongoing.gateway.config.BuildVersion;
import ai.ongoing.gateway.storage.bulk.SchemaStamp;
import ai.ongoing.gateway.storage.bulk.write.CopyJob;
import ai.ongoing.gateway.storage.bulk.write.CopyJob.State;
import ai.ongoing.gateway.transfer.proof.TextHash;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a copy did and what was proven of it; the target keeps it in both forms.
 *
 * @param job with the state it ended in
 * @param tables those referred to first
 * @param counters what was set, one phrase each
 */
public record CopyReport(
        CopyJob job,
        SchemaStamp schema,
        List<TableReport> tables,
        List<String> counters,
        Instant began,
        Instant ended) {

    /** Where the object says which text belongs to it. */
    private static final String TEXT_HASH = "text_sha256";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public CopyReport {
        tables = List.copyOf(tables);
        counters = List.copyOf(counters);
    }

    /** Whether everything that left arrived. */
    public boolean verified() {
        return job.state() == State.VERIFIED;
    }

    /** Rows that this run wrote. */
    public long written() {
        return tables.stream().mapToLong(TableReport::written).sum();
    }

    /** Rows that stand in the source. */
    public long rows() {
        return tables.stream().mapToLong(table -> table.source().rows()).sum();
    }

    /** For people, a few lines. */
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add("copy " + job.id() + " from " + job.source() + " to " + job.target());
        lines.add(
                "schema version " + schema.version() + ", fingerprint " + schema.fingerprint() + ", " + job.options());
        for (TableReport table : tables) {
            lines.add(table.name() + ": " + table.source().rows() + " rows, hash "
                    + table.source().sum() + ", " + table.written() + " written"
                    + (table.changed() > 0 ? ", " + table.changed() + " values changed" : "")
                    + (table.arrived()
                            ? ", arrived"
                            : ", NOT ARRIVED: expected " + table.expected() + ", found " + table.target()));
        }
        lines.addAll(counters);
        lines.add((verified() ? "verified" : "DIFFERENT") + " after "
                + Duration.between(began, ended).toMillis() + " ms");
        return String.join("\n", lines);
    }

    /** For programs, one object. It names the text's hash too, so that a signature over this form holds for both. */
    public String json() {
        Map<String, Object> object = object();
        object.put(TEXT_HASH, TextHash.of(text()));
        return JSON.writeValueAsString(object);
    }

    /** Whether what was kept beside an object is what the object says of itself. */
    public static boolean isOf(String job, String state, String text, String json) {
        JsonNode object = JSON.readTree(json);
        return object.path("job").asString("").equals(job)
                && object.path("state").asString("").equals(state)
                && object.path(TEXT_HASH).asString("").equals(TextHash.of(text));
    }

    /** The same as maps, lists, texts, numbers and truth values. */
    public Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("job", job.id());
        object.put("state", job.state().name().toLowerCase(Locale.ROOT));
        object.put("source", job.source());
        object.put("target", job.target());
        object.put("program", BuildVersion.current().version());
        object.put("schema_version", schema.version());
        object.put("fingerprint", schema.fingerprint());
        object.put("options", job.options());
        object.put("began", began.toString());
        object.put("ended", ended.toString());
        object.put("duration_ms", Duration.between(began, ended).toMillis());
        object.put("rows", rows());
        object.put("written", written());
        object.put("tables", tables.stream().map(CopyReport::object).toList());
        object.put("counters", counters);
        return object;
    }

    private static Map<String, Object> object(TableReport table) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("table", table.name());
        object.put("rows", table.source().rows());
        object.put("hash", table.source().sum());
        object.put("arrived_rows", table.target().rows());
        object.put("arrived_hash", table.target().sum());
        object.put("arrived", table.arrived());
        object.put("written", table.written());
        object.put("changed", table.changed());
        return object;
    }
}
