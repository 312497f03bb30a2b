package ai.ongoing.gateway.capture;

import ai.ongoing.gateway.provider.Provider;
import ai.ongoing.gateway.provider.RequestFacts;
import ai.ongoing.gateway.provider.RequestReader;
import ai.ongoing.gateway.provider.ResponseFacts;
import ai.ongoing.gateway.provider.ResponseHead;
import ai.ongoing.gateway.provider.ResponseReader;
import ai.ongoing.gateway.proxy.ExchangeFactory.IncomingCall;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the bodies of one exchange to the provider's readers. A reader that fails, which would be a fault of ours, costs
 * the trace its numbers and never the client its answer. Guarded by its exchange.
 */
final class BodyScan {

    private static final Logger LOG = LoggerFactory.getLogger(BodyScan.class);

    private final IncomingCall call;
    private final Provider provider;
    private @Nullable RequestReader requestReader;
    private @Nullable ResponseReader responseReader;

    BodyScan(IncomingCall call) {
        this.call = call;
        this.provider = Provider.named(call.provider());
    }

    /** What both bodies said. */
    record Facts(RequestFacts request, ResponseFacts response) {}

    /** The reader is made by the first byte: most GETs never need one. */
    void request(ByteBuffer bytes) {
        try {
            RequestReader reader = requestReader;
            if (reader == null) {
                String type = CallHeaders.first(call.headers(), "Content-Type");
                reader = provider.requestReader(call.method(), call.path(), type);
                requestReader = reader;
            }
            reader.accept(bytes);
        } catch (RuntimeException fault) {
            tell(fault);
        }
    }

    void responseHead(int status, List<String> headers) {
        close();
        String type = CallHeaders.first(headers, "Content-Type");
        String encoding = CallHeaders.first(headers, "Content-Encoding");
        try {
            responseReader =
                    provider.responseReader(new ResponseHead(call.method(), call.path(), status, type, encoding));
        } catch (RuntimeException fault) {
            tell(fault);
        }
    }

    void response(ByteBuffer bytes) {
        ResponseReader reader = responseReader;
        if (reader == null) {
            return;
        }
        try {
            reader.accept(bytes);
        } catch (RuntimeException fault) {
            tell(fault);
            close();
        }
    }

    /** What the request has said so far. */
    RequestFacts requestFacts() {
        try {
            return requestReader == null ? RequestFacts.UNKNOWN : requestReader.facts();
        } catch (RuntimeException fault) {
            tell(fault);
            return RequestFacts.UNKNOWN;
        }
    }

    /** What the answer has said so far. */
    ResponseFacts responseFacts() {
        return responseFacts(false);
    }

    private ResponseFacts responseFacts(boolean whole) {
        try {
            return responseReader == null ? ResponseFacts.UNKNOWN : responseReader.facts(whole);
        } catch (RuntimeException fault) {
            tell(fault);
            return ResponseFacts.UNKNOWN;
        }
    }

    /** What was learnt; frees the readers. */
    Facts finish(boolean answerWhole) {
        try {
            return new Facts(requestFacts(), responseFacts(answerWhole));
        } finally {
            close();
        }
    }

    private void close() {
        ResponseReader reader = responseReader;
        responseReader = null;
        if (reader != null) {
            reader.close();
        }
    }

    /** The fault's own text may quote the body, so only its kind is told. */
    private void tell(RuntimeException fault) {
        LOG.atError()
                .addKeyValue("correlation_id", call.correlationId())
                .addKeyValue("path", call.path())
                .addKeyValue("error_kind", fault.getClass().getName())
                .log("reading the usage of a call failed; it is recorded without");
    }
}
