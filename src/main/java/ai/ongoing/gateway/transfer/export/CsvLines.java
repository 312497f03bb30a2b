package ai.ongoing.gateway.transfer.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The same fields as JSON shows, one column each (RFC 4180: CRLF, quotes doubled). An object or array stands in its cell
 * as JSON; an absent field is an empty cell.
 *
 * <p>A spreadsheet runs a cell that begins with {@code = + - @}, a tab or a line break as a formula, and prompts are
 * written by strangers: such a text gets an apostrophe before it, and so does one that begins with an apostrophe, so
 * that taking one away gives the text back. Numbers are left alone.
 */
final class CsvLines implements ExportLines {

    /** The fields of a list's line. */
    static final List<String> SUMMARY = List.of(
            "id",
            "timestamp",
            "provider",
            "model",
            "request_method",
            "request_path",
            "response_status",
            "input_tokens",
            "output_tokens",
            "total_tokens",
            "latency_ms",
            "time_to_first_token_ms",
            "time_to_first_token_us",
            "api_key_hash",
            "estimated_cost_usd",
            "created_at",
            "priced",
            "completion");

    /** The fields of a whole trace: those of a line first. */
    static final List<String> DETAIL = detail();

    private static final String RUNS_AS_A_FORMULA = "=+-@\t\r\n'";

    private static final JsonFactory FACTORY = new JsonFactory();

    private final List<String> columns;

    CsvLines(List<String> columns) {
        this.columns = List.copyOf(columns);
    }

    private static List<String> detail() {
        List<String> columns = new ArrayList<>(SUMMARY);
        columns.addAll(List.of(
                "trace_group_id",
                "lineage",
                "request_headers",
                "request_body",
                "response_headers",
                "response_body",
                "metadata",
                "cost_nano_usd",
                "price_id",
                "correlation_id",
                "response_model",
                "finish_reason",
                "error_type",
                "request_body_encoding",
                "response_body_encoding",
                "usage"));
        return List.copyOf(columns);
    }

    @Override
    public void begin(OutputStream out) throws IOException {
        line(out, columns);
    }

    @Override
    public void write(OutputStream out, byte[] json) throws IOException {
        Map<String, String> cells = cells(json);
        line(out, columns.stream().map(name -> cells.getOrDefault(name, "")).toList());
    }

    /** Text as it may stand in a cell. */
    static String disarmed(String text) {
        return !text.isEmpty() && RUNS_AS_A_FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private static Map<String, String> cells(byte[] json) {
        Map<String, String> cells = new HashMap<>();
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                cells.put(name, cell(parser, json));
            }
        }
        return cells;
    }

    private static String cell(JsonParser parser, byte[] json) {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_STRING) {
            return disarmed(parser.getString());
        }
        if (!token.isStructStart()) {
            return parser.getString();
        }
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        int end = (int) parser.currentLocation().getByteOffset();
        return new String(json, start, end - start, StandardCharsets.UTF_8);
    }

    private static void line(OutputStream out, List<String> cells) throws IOException {
        StringBuilder line = new StringBuilder();
        String separator = "";
        for (String cell : cells) {
            line.append(separator).append(quoted(cell));
            separator = ",";
        }
        out.write(line.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
