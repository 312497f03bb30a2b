package ai.ongoing.gateway.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.pricing.PriceBook;
import ai.ongoing.gateway.testkit.Calls;
import ai.ongoing.gateway.trace.Body;
import ai.ongoing.gateway.trace.Lineage;
import ai.ongoing.gateway.trace.Trace;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** What a trace looks like once {@link TraceAssembler} has made it. */
final class TraceAssemblerTest {

    private final TraceAssembler assembler = new TraceAssembler(PriceBook.load(null), CaptureTerms.DEFAULT);

    @Test
    void statesTheMetadataOfAnOrdinaryCallUnderTheGoProgramsKeysInTheirOrder() {
        assertThat(assembled(Calls.ordinary()).metadataJson())
                .isEqualTo("{\"api_key_last4\":\"abcd\",\"correlation_id\":\"corr-0123\","
                        + "\"lineage_checkpoint_id\":\"0197a1b2c3d4e5f60718293a4b5c6d7e\",\"lineage_immutable\":true,"
                        + "\"redaction_applied\":true,\"redaction_counts\":{\"header\":1},\"redaction_mode\":\"off\","
                        + "\"redaction_policy_id\":\"default/v1\",\"stream_chunks\":0,\"streaming\":false}");
    }

    @Test
    void statesLineageAndChunksWhenThereAreAny() {
        Lineage lineage = new Lineage("g1", "t1", "r1", "parent", 3L);

        assertThat(assembled(Calls.ordinary().lineage(lineage).streamed()).metadataJson())
                .contains("\"lineage_checkpoint_seq\":3,\"lineage_group_id\":\"g1\",\"lineage_immutable\":true,"
                        + "\"lineage_parent_checkpoint_id\":\"parent\",\"lineage_run_id\":\"r1\","
                        + "\"lineage_thread_id\":\"t1\"")
                .contains("\"stream_chunks\":7,\"streaming\":true");
    }

    @Test
    void sortsTheMetadataByName() {
        assertThat(TraceMetadata.Key.values())
                .extracting(key -> key.written)
                .isSorted()
                .contains("lineage_run_id", "request_body_truncated");
    }

    @Test
    void saysThatNothingWasMaskedWhenNothingWas() {
        assertThat(assembled(Calls.ordinary().requestHeaders("Accept", "*/*")).metadataJson())
                .contains("\"redaction_applied\":false")
                .doesNotContain("redaction_counts");
    }

    @Test
    void writesHeadersUnderCanonicalNamesSortedWithEveryValue() {
        Trace trace = assembled(Calls.ordinary()
                .requestHeaders("x-api-KEY", "[REDACTED]", "accept", "a", "ACCEPT", "b \"q\"", "host", "gateway:8080"));

        assertThat(trace.request().headersJson())
                .isEqualTo("{\"Accept\":[\"a\",\"b \\\"q\\\"\"],\"X-Api-Key\":[\"[REDACTED]\"]}");
    }

    @Test
    void leavesHeadersEmptyWhenThereAreNone() {
        assertThat(assembled(Calls.ordinary().requestHeaders(new String[0]))
                        .request()
                        .headersJson())
                .isEmpty();
    }

    @Test
    void hashesTheProviderKeyAsTheGoProgramDoes() {
        Trace trace = assembled(Calls.ordinary().credential("sk-test-0123456789abcd"));

        // printf sk-test-0123456789abcd | sha256sum
        assertThat(trace.caller().apiKeyHash())
                .isEqualTo("56a310002c77b8b6c5055ae4899515f8887b029fa182aebf4a7d5a3d2e1a3ce1");
    }

    @Test
    void showsNothingOfAKeyTooShortToShareFourCharactersOf() {
        assertThat(assembled(Calls.ordinary().credential("abc")).metadataJson()).doesNotContain("api_key_last4");
        assertThat(assembled(Calls.ordinary().credential("fifteen-letters")).metadataJson())
                .doesNotContain("api_key_last4");
        assertThat(assembled(Calls.ordinary().credential("sixteen--letters")).metadataJson())
                .contains("\"api_key_last4\":\"ters\"");
        assertThat(assembled(Calls.ordinary().credential("")).caller().apiKeyHash())
                .isEmpty();
    }

    @Test
    void takesTheModelTheResponseNamedWhenTheRequestNamedNone() {
        assertThat(assembled(Calls.ordinary()).request().model()).isEqualTo("gpt-4o");
        assertThat(assembled(Calls.ordinary().model("")).request().model()).isEqualTo("gpt-4o-2024-08-06");
    }

    @Test
    void storesTextBodiesAsText() {
        Trace trace = assembled("{\"a\":\"ü\"}", "data: [DONE]\n\n");

        assertThat(trace.request().body()).isEqualTo(Body.text("{\"a\":\"ü\"}"));
        assertThat(trace.response().body()).isEqualTo(Body.text("data: [DONE]\n\n"));
        assertThat(trace.metadataJson()).doesNotContain("capture").doesNotContain("truncated");
    }

    @Test
    void storesBodiesThatAreNoTextInBase64() {
        byte[] audio = {(byte) 0xff, 0, 1};
        Calls call = Calls.ordinary();
        Trace trace = assembler.assemble(new FinishedCall(
                call.completionBeforeBody(), call.body("a\0b".getBytes(StandardCharsets.UTF_8), audio, "")));

        assertThat(trace.request().body()).isEqualTo(new Body("YQBi", Body.BASE64));
        assertThat(trace.response().body())
                .isEqualTo(new Body(Base64.getEncoder().encodeToString(audio), Body.BASE64));
    }

    @Test
    void saysThatTheCaptureIsLostWhenThePromisedBodiesAreGone() {
        Trace trace = assembler.assemble(new FinishedCall(Calls.ordinary().completionBeforeBody(), null));

        assertThat(trace.metadataJson()).contains("\"capture\":\"lost\"");
        assertThat(trace.request().body()).isEqualTo(Body.NONE);
    }

    private Trace assembled(Calls call) {
        return assembler.assemble(new FinishedCall(call.completion(), null));
    }

    private Trace assembled(String request, String response) {
        Calls call = Calls.ordinary();
        return assembler.assemble(new FinishedCall(call.completionBeforeBody(), call.body(request, response)));
    }
}
