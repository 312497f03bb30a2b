package ai.ongoing.gateway.testkit;

import ai.ongoing.gateway.journal.AdmissionRecord;
import ai.ongoing.gateway.journal.BodyRecord;
import ai.ongoing.gateway.journal.CompletionRecord;
import ai.ongoing.gateway.journal.Credential;
import ai.ongoing.gateway.provider.NormalizedUsage;
import ai.ongoing.gateway.provider.RequestFacts;
import ai.ongoing.gateway.provider.ResponseFacts;
import ai.ongoing.gateway.provider.StatedUsage;
import ai.ongoing.gateway.provider.TokenUsage;
import ai.ongoing.gateway.provider.UsageKind;
import ai.ongoing.gateway.provider.UsageSource;
import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.trace.Completion;
import ai.ongoing.gateway.trace.Lineage;
import ai.ongoing.gateway.trace.Timing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finished calls as the proxy path hands them on: one ordinary one, and ways to vary it. Immutable. */
public record Calls(
        String id,
        String model,
        List<String> requestHeaders,
        List<String> responseHeaders,
        Lineage lineage,
        String credential,
        String path,
        boolean streaming) {

    public static final Instant FINISHED_AT = Instant.parse("2026-11-20T20:51:42.123456Z");

    /** An ordinary OpenAI call. */
    public static Calls ordinary() {
        return new Calls(
                "0197a1b2c3d4e5f60718293a4b5c6d7e",
                "gpt-4o",
                List.of("content-type", "application/json", "authorization", "[REDACTED]"),
                List.of("Content-Type", "application/json"),
                Lineage.NONE,
                "sk-test-0123456789abcd",
                "/openai/v1/chat/completions",
                false);
    }

    /** As a provider's SDK asks and a provider answers: with the headers that both send, the key masked. */
    public static Calls fromAnSdk() {
        return new Calls(
                "0197a1b2c3d4e5f60718293a4b5c6d7e",
                "gpt-4o-mini",
                List.of(
                        "Host", "gateway.internal:8080",
                        "Authorization", "[REDACTED]",
                        "Content-Type", "application/json",
                        "Accept", "application/json",
                        "Accept-Encoding", "gzip, deflate",
                        "User-Agent", "OpenAI/Python 2.7.1",
                        "X-Stainless-Lang", "python",
                        "X-Stainless-Runtime-Version", "3.12.3",
                        "X-Request-ID", "5f1c9f1e-6c5a-4a3e-9f5f-0c9b3c1d2e3f",
                        "Content-Length", "1180"),
                List.of(
                        "Date", "Fri, 20 Nov 2026 20:51:42 GMT",
                        "Content-Type", "application/json",
                        "Content-Length", "1510",
                        "OpenAI-Processing-MS", "240",
                        "X-Request-ID", "req_0123456789abcdef0123456789abcdef"),
                Lineage.NONE,
                "sk-test-0123456789abcd",
                "/openai/v1/chat/completions",
                false);
    }

    public Calls id(String other) {
        return new Calls(other, model, requestHeaders, responseHeaders, lineage, credential, path, streaming);
    }

    public Calls model(String other) {
        return new Calls(id, other, requestHeaders, responseHeaders, lineage, credential, path, streaming);
    }

    public Calls requestHeaders(String... other) {
        return new Calls(id, model, List.of(other), responseHeaders, lineage, credential, path, streaming);
    }

    public Calls lineage(Lineage other) {
        return new Calls(id, model, requestHeaders, responseHeaders, other, credential, path, streaming);
    }

    public Calls credential(String other) {
        return new Calls(id, model, requestHeaders, responseHeaders, lineage, other, path, streaming);
    }

    public Calls path(String other) {
        return new Calls(id, model, requestHeaders, responseHeaders, lineage, credential, other, streaming);
    }

    public Calls streamed() {
        return new Calls(id, model, requestHeaders, responseHeaders, lineage, credential, path, true);
    }

    /** Without bodies. */
    public CompletionRecord completion() {
        return completion(false);
    }

    /** With the promise of a body record. */
    public CompletionRecord completionBeforeBody() {
        return completion(true);
    }

    /** Bodies as they passed, whole. */
    public BodyRecord body(String request, String response) {
        return body(request.getBytes(StandardCharsets.UTF_8), response.getBytes(StandardCharsets.UTF_8), "");
    }

    public BodyRecord body(byte[] request, byte[] response, String responseCoding) {
        return new BodyRecord(id, request, false, response, false, responseCoding);
    }

    /** The call as it was let through, a quarter of a second before its end. */
    public AdmissionRecord admission() {
        return admission(false);
    }

    private AdmissionRecord admission(boolean bodiesCaptured) {
        return new AdmissionRecord(
                id,
                Tenant.DEFAULT,
                FINISHED_AT.minusMillis(250),
                "openai",
                "POST",
                path,
                requestHeaders,
                lineage,
                Credential.ofKey(credential),
                "",
                "corr-0123",
                bodiesCaptured);
    }

    private CompletionRecord completion(boolean bodyFollows) {
        @Nullable String requested = model.isEmpty() ? null : model;
        TokenUsage usage = new TokenUsage(
                new StatedUsage(12L, 34L, 46L, null, null, null),
                new NormalizedUsage(12, 0, 0, 0, 34),
                UsageSource.PROVIDER,
                UsageKind.BILLED);
        return new CompletionRecord(
                admission(bodyFollows),
                FINISHED_AT,
                responseHeaders,
                200,
                Completion.COMPLETE,
                streaming,
                streaming ? 7 : 1,
                new Timing(250, 0, 0),
                new RequestFacts(requested, streaming),
                new ResponseFacts("gpt-4o-2024-08-06", usage, "stop", null),
                bodyFollows);
    }
}
