package ai.ongoing.gateway.cli.journal;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a gateway answered about its trace pipeline, ready to be printed. */
record PipelineDocument(JsonNode root) {

    private static final DefaultIndenter TWO_SPACES = new DefaultIndenter("  ", "\n");

    /** Two spaces a level, one behind the colon, empty ones in one piece: what the older program's {@code json.Indent} makes. */
    private static final PrettyPrinter AS_GO_INDENTS = new DefaultPrettyPrinter()
            .withObjectIndenter(TWO_SPACES)
            .withArrayIndenter(TWO_SPACES)
            .withSeparators(PrettyPrinter.DEFAULT_SEPARATORS
                    .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                    .withArrayElementSpacing(Separators.Spacing.NONE)
                    .withObjectEmptySeparator("")
                    .withArrayEmptySeparator(""));

    private static final int MOST_BYTES = 1 << 20;
    private static final String PATH = "/api/diagnostics/trace-pipeline";
    private static final List<String> CLASSES = List.of("connection", "timeout", "contention", "constraint", "unknown");

    /**
     * Whom to ask, and how.
     *
     * @param key empty when none is to be sent
     */
    record Question(String baseUrl, String header, String key, Duration timeout) {

        /** Never prints the key. */
        @Override
        public String toString() {
            return "Question[" + baseUrl + "]";
        }
    }

    /** There is no document; the message says why. */
    static final class Unreadable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    /** @throws Unreadable when the gateway does not answer, or answers something else */
    static PipelineDocument fetch(Question question) {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(question.timeout()).build()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(question.baseUrl() + PATH))
                    .timeout(question.timeout())
                    .header("Accept", "application/json");
            if (!question.key().isEmpty()) {
                request.header(question.header(), question.key());
            }
            FutureTask<PipelineDocument> asking = new FutureTask<>(() -> ask(client, request.build()));
            Thread.ofVirtual().name("diagnostics").start(asking);
            return inTime(asking, question, client);
        }
    }

    /** The client's own limit of time ends with the head of the answer; this one is for all of it. */
    private static PipelineDocument inTime(FutureTask<PipelineDocument> asking, Question question, HttpClient client) {
        try {
            return asking.get(question.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            client.shutdownNow();
            throw new Unreadable("failed to read diagnostics: " + question.baseUrl() + ": no whole answer within "
                    + question.timeout().toMillis() + "ms");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Unreadable unreadable) {
                throw unreadable;
            }
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            throw new Unreadable("failed to read diagnostics: " + question.baseUrl() + ": " + reason);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            client.shutdownNow();
            throw new Unreadable("failed to read diagnostics: interrupted");
        }
    }

    private static PipelineDocument ask(HttpClient client, HttpRequest request)
            throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            return read(answer.statusCode(), body.readNBytes(MOST_BYTES + 1));
        }
    }

    private static PipelineDocument read(int status, byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            throw new Unreadable("response too large: more than " + MOST_BYTES + " bytes");
        }
        String body = new String(bytes, StandardCharsets.UTF_8);
        JsonNode root = parsed(body);
        if (status != 200) {
            String said = root.path("error").asString(body.isBlank() ? StatusText.of(status) : body.strip());
            throw new Unreadable("failed to read diagnostics: status " + status + ": " + said);
        }
        if (root.path("schema_version").asString("").isEmpty()) {
            throw new Unreadable("failed to read diagnostics: the answer has no schema_version");
        }
        return new PipelineDocument(root);
    }

    private static JsonNode parsed(String body) {
        try {
            return JsonMapper.shared().readTree(body);
        } catch (JacksonException notJson) {
            return JsonMapper.shared().missingNode();
        }
    }

    String json() {
        return JsonMapper.shared().writer().with(AS_GO_INDENTS).writeValueAsString(root) + "\n";
    }

    /** The document in lines: the contract's rows, then the books. */
    String text() {
        Rows head = new Rows("OngoingAI Diagnostics");
        head.row("Schema version", root.path("schema_version"))
                .row("Generated at", root.path("generated_at"))
                .row("Source", "trace-pipeline")
                .row("Queue pressure", upper("queue_pressure_state"))
                .row("High watermark pressure", upper("queue_high_watermark_pressure_state"));
        List<Rows> sections = new ArrayList<>(List.of(head, queue(), drops()));
        JsonNode failures = field("write_failures_by_class");
        if (failures.isObject()) {
            Rows classes = new Rows("Write Failures by Class");
            CLASSES.stream().filter(failures::has).forEach(name -> classes.row(name, failures.get(name)));
            sections.add(classes);
        }
        if (field("store_driver").isString()) {
            sections.add(new Rows("Store").row("Driver", field("store_driver")));
        }
        if (field("books").isObject()) {
            sections.add(books());
        }
        return String.join("\n", sections.stream().map(Rows::text).toList());
    }

    private Rows queue() {
        return new Rows("Queue")
                .row("Capacity", field("queue_capacity"))
                .row("Depth", field("queue_depth"))
                .row("Depth high watermark", field("queue_depth_high_watermark"))
                .row("Utilization (pct)", field("queue_utilization_pct"))
                .row("High watermark utilization (pct)", field("queue_high_watermark_utilization_pct"))
                .row("Enqueue accepted total", field("enqueue_accepted_total"));
    }

    private Rows drops() {
        return new Rows("Drops")
                .row("Enqueue dropped total", field("enqueue_dropped_total"))
                .row("Write dropped total", field("write_dropped_total"))
                .row("Total dropped", field("total_dropped_total"))
                .row("Last enqueue drop at", field("last_enqueue_drop_at"))
                .row("Last write drop at", field("last_write_drop_at"))
                .row("Last write drop operation", field("last_write_drop_operation"));
    }

    private Rows books() {
        JsonNode books = field("books");
        return new Rows("Books")
                .row("Accepted", books.path("accepted"))
                .row("In flight", books.path("in_flight"))
                .row("Waiting", books.path("waiting"))
                .row("Stored", books.path("stored"))
                .row("Set aside", books.path("set_aside"))
                .row("Declared lost", books.path("declared_lost"))
                .row("Lag (seconds)", field("lag_seconds"))
                .row("Journal bytes", field("journal_bytes"));
    }

    private JsonNode field(String name) {
        return root.path("diagnostics").path(name);
    }

    private String upper(String name) {
        return field(name).asString("").toUpperCase(Locale.ROOT);
    }

    /** A title and rows below it, their values in one column. */
    private static final class Rows {

        private final String title;
        private final List<String> labels = new ArrayList<>();
        private final List<String> values = new ArrayList<>();

        Rows(String title) {
            this.title = title;
        }

        Rows row(String label, JsonNode value) {
            return row(label, value.asString(""));
        }

        Rows row(String label, String value) {
            labels.add(label);
            values.add(value.isEmpty() ? "(none)" : value);
            return this;
        }

        String text() {
            int width = labels.stream().mapToInt(String::length).max().orElse(0) + 2;
            StringBuilder text = new StringBuilder(title).append('\n');
            for (int i = 0; i < labels.size(); i++) {
                text.append(labels.get(i))
                        .repeat(' ', width - labels.get(i).length())
                        .append(values.get(i))
                        .append('\n');
            }
            return text.toString();
        }
    }
}
