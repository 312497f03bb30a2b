package ai.ongoing.gateway.transfer.foreign;

import ai.ongoing.gateway.storage.bulk.SchemaStamp;
import ai.ongoing.gateway.storage.bulk.write.CopyJob;
import ai.ongoing.gateway.storage.bulk.write.CopyJob.State;
import ai.ongoing.gateway.transfer.foreign.ForeignGateway.Sums;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an import did and what was proven of it; the store keeps it in both forms.
 *
 * @param gateway whose store was read
 * @param proof what that store says of itself, and what ours holds now
 * @param left rows that have no place here, by table
 */
public record ImportReport(
        CopyJob job, String gateway, SchemaStamp schema, Proof proof, Map<String, Long> left, Instant began) {

    /**
     * What was there and what is here.
     *
     * @param keys that were sent
     */
    record Proof(Sums expected, Sums arrived, long keys, long arrivedKeys) {}

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int NANO_DIGITS = 9;

    /** Whether everything that has a place here arrived. */
    public boolean verified() {
        return job.state() == State.VERIFIED;
    }

    /** For people, a few lines. */
    public String text() {
        return String.join("\n", lines());
    }

    /** The same, line by line. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("import " + job.id() + " from " + job.source() + " to " + job.target());
        lines.add("calls: " + proof.expected.calls() + " there, " + proof.arrived.calls() + " here");
        lines.add("cost: " + dollars(proof.expected) + " there, " + dollars(proof.arrived) + " here");
        lines.add("keys: " + proof.keys + " there, " + proof.arrivedKeys + " here");
        left.forEach((table, rows) -> lines.add(table + ": " + rows + " rows have no place here and stay there"));
        lines.add(verified() ? "verified" : "DIFFERENT");
        return lines;
    }

    private static String dollars(Sums sums) {
        return "$"
                + BigDecimal.valueOf(sums.nanoDollars(), NANO_DIGITS)
                        .stripTrailingZeros()
                        .toPlainString();
    }

    /** For programs, one object. */
    public String json() {
        return JSON.writeValueAsString(object());
    }

    /** The same as maps, texts, numbers and truth values. */
    public Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("job", job.id());
        object.put("state", job.state().name().toLowerCase(Locale.ROOT));
        object.put("gateway", gateway);
        object.put("source", job.source());
        object.put("target", job.target());
        object.put("schema_version", schema.version());
        object.put("began", began.toString());
        object.put("calls", proof.expected.calls());
        object.put("arrived_calls", proof.arrived.calls());
        object.put("cost_nano_usd", proof.expected.nanoDollars());
        object.put("arrived_cost_nano_usd", proof.arrived.nanoDollars());
        object.put("keys", proof.keys);
        object.put("arrived_keys", proof.arrivedKeys);
        object.put("left_behind", left);
        return object;
    }
}
