package ai.ongoing.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.MigrationMode;
import ai.ongoing.gateway.config.StorageConfig;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.GatewayDatabase;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.storage.schema.SchemaSession;
import ai.ongoing.gateway.tenant.TenantScope;
import ai.ongoing.gateway.testkit.Calls;
import ai.ongoing.gateway.trace.Body;
import ai.ongoing.gateway.trace.Lineage;
import ai.ongoing.gateway.trace.Trace;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Calls that went through queue, assembler and writer are found again in a real store, whatever they hold. */
abstract class StoredCallsContract {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final GatewayDatabase database = new GatewayDatabase();
    private final Pipeline pipeline =
            Pipeline.into(traces -> database.traceSink().save(traces), WriterPace.DEFAULT);
    private final TraceWriter writer = pipeline.writer;

    /** A fresh database of the backend. */
    abstract StorageSettings fresh();

    abstract void discard();

    static StorageSettings settings(StorageDriver driver, String path, String dsn) {
        return StorageSettings.validated(
                new StorageConfig(driver, path, dsn, MigrationMode.AUTO, "", Duration.ofSeconds(10)));
    }

    @BeforeEach
    void open() {
        database.open(fresh());
        try (SchemaSession schema = database.schema()) {
            schema.migrate();
            schema.secureTenants();
        }
        writer.start();
    }

    @AfterEach
    void close() {
        pipeline.close();
        database.close();
        discard();
    }

    @Test
    void storesEveryCallOfABurst() {
        int calls = 1_500;
        for (int i = 0; i < calls; i++) {
            pipeline.append(Calls.ordinary().id("burst-" + i).completion(), null);
        }

        assertThat(writer.close(Duration.ofSeconds(30))).isTrue();
        assertThat(database.traceReader().count(TenantScope.operator())).isEqualTo(calls);
        assertThat(pipeline.books()).isEqualTo(new Books(calls, 0, 0, calls, 0, 0));
    }

    @Test
    void findsACallAsItWasSeen() {
        Calls call = Calls.ordinary().lineage(new Lineage("g", "t", "r", "p", 2L));
        pipeline.append(call.completionBeforeBody(), call.body("{\"q\":\"ü\"}", "{\"a\":1}"));

        Trace found = flushedAndFound(call.id());

        assertThat(found.request().body()).isEqualTo(Body.text("{\"q\":\"ü\"}"));
        assertThat(found.response().body()).isEqualTo(Body.text("{\"a\":1}"));
        assertThat(found.usage().totalTokens()).isEqualTo(46);
        assertThat(found.lineage()).isEqualTo(new Lineage("g", "t", "r", "p", 2L));
        assertThat(found.createdAt()).isEqualTo(Calls.FINISHED_AT);
        assertThat(JSON.readTree(found.request().headersJson()))
                .isEqualTo(
                        JSON.readTree("{\"Authorization\":[\"[REDACTED]\"],\"Content-Type\":[\"application/json\"]}"));
        assertThat(JSON.readTree(found.metadataJson())
                        .get("lineage_checkpoint_id")
                        .asString())
                .isEqualTo(call.id());
    }

    @Test
    void losesNoCallToWhatAClientOrAProviderMayWrite() {
        Calls odd = Calls.ordinary()
                .model("\0\ud800" + "€".repeat(5_000))
                .path("/openai/\0")
                .requestHeaders("x-odd", "\0 \udc00 é");
        pipeline.append(odd.completionBeforeBody(), odd.body(new byte[] {0, -1}, new byte[] {31, -117, 8}, "gzip"));

        Trace found = flushedAndFound(odd.id());

        assertThat(found.request().body()).isEqualTo(new Body("AP8=", Body.BASE64));
        assertThat(found.response().body()).isEqualTo(new Body("H4sI", Body.BASE64));
        assertThat(found.request().path()).isEqualTo("/openai/\uFFFD");
        assertThat(JSON.readTree(found.metadataJson())
                        .get("response_body_content_coding")
                        .asString())
                .isEqualTo("gzip");
    }

    @Test
    void storesACallThatIsHandedOverTwiceOnce() {
        pipeline.append(Calls.ordinary().completion(), null);
        pipeline.append(Calls.ordinary().completion(), null);

        assertThat(writer.close(Duration.ofSeconds(30))).isTrue();
        assertThat(database.traceReader().count(TenantScope.operator())).isOne();
    }

    private Trace flushedAndFound(String id) {
        assertThat(writer.close(Duration.ofSeconds(30))).isTrue();
        assertThat(pipeline.books().setAside()).isZero();
        return database.traceReader().find(TenantScope.operator(), id).orElseThrow();
    }
}
