package ai.ongoing.gateway.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.testkit.RecordedTraffic;
import ai.ongoing.gateway.testkit.RecordedTraffic.Recording;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Reading costs the same few kilobytes whatever passes: the gateway's memory does not depend on its traffic. */
final class BoundedMemoryTest {

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final int MEGABYTES_20 = 20 << 20;
    private static final long FEW_KILOBYTES = 64 << 10;
    /** For an answer of any ordinary size; measured are seven, and one or two more before the code is compiled. */
    private static final long ORDINARY = 8 << 10;

    private static final String TAIL = "\",\"model\":\"m\",\"usage\":{\"input_tokens\":3,\"output_tokens\":4}}}\n\n";

    @Test
    void readsALineOf20MegabytesInAFewKilobytes() {
        byte[] body = longLine();
        ResponseHead head = new ResponseHead("POST", "/v1/responses", 200, "text/event-stream", null);
        allocatedWhileReading(head, body); // loads classes
        assertThat(allocatedWhileReading(head, body)).isLessThan(FEW_KILOBYTES);
    }

    @Test
    void readsAnOrdinaryAnswerInEightKilobytes() {
        byte[] body = ("{\"model\":\"gpt-4o\",\"choices\":[{\"message\":{\"content\":\"" + "word ".repeat(250)
                        + "\"}}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4,\"total_tokens\":7}}")
                .getBytes(UTF_8);
        ResponseHead head = new ResponseHead("POST", "/v1/chat/completions", 200, "application/json", null);
        allocatedWhileReading(head, body);
        assertThat(allocatedWhileReading(head, body)).isLessThan(ORDINARY);
    }

    @Test
    void readsACompressedLineOf20MegabytesInAFewKilobytes() {
        byte[] body = gzip(longLine());
        ResponseHead head = new ResponseHead("POST", "/v1/responses", 200, "text/event-stream", "gzip");
        allocatedWhileReading(head, body);
        assertThat(allocatedWhileReading(head, body)).isLessThan(FEW_KILOBYTES);
    }

    @Test
    void readsAnyNumberOfEventsInAFewKilobytes() {
        Recording recording = RecordedTraffic.named("deepseek-chatstream-cached");
        byte[] once = recording.response().body();
        ByteArrayOutputStream often = new ByteArrayOutputStream();
        for (int i = 0; i < 1000; i++) {
            often.writeBytes(once);
        }
        ResponseHead head = new ResponseHead("POST", "/chat/completions", 200, "text/event-stream", null);
        allocatedWhileReading(head, often.toByteArray());
        assertThat(allocatedWhileReading(head, often.toByteArray())).isLessThan(FEW_KILOBYTES);
    }

    @Test
    void readsARequestOf20MegabytesInAFewKilobytes() {
        byte[] body = new byte[MEGABYTES_20];
        Arrays.fill(body, (byte) 'x');
        byte[] start = "{\"messages\":[{\"model\":\"no\",\"content\":\"".getBytes(UTF_8);
        byte[] end = "\"}],\"model\":\"gpt-4o\",\"stream\":true}".getBytes(UTF_8);
        System.arraycopy(start, 0, body, 0, start.length);
        System.arraycopy(end, 0, body, body.length - end.length, end.length);
        requestFacts(body);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        RequestFacts facts = requestFacts(body);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(FEW_KILOBYTES);
        assertThat(facts).isEqualTo(new RequestFacts("gpt-4o", true));
    }

    private static RequestFacts requestFacts(byte[] body) {
        RequestReader reader = Provider.OPENAI.requestReader("POST", "/v1/chat/completions", "application/json");
        reader.accept(ByteBuffer.wrap(body));
        return reader.facts();
    }

    private static long allocatedWhileReading(ResponseHead head, byte[] body) {
        ByteBuffer network = ByteBuffer.allocateDirect(body.length).put(body).flip();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        ResponseFacts facts;
        try (ResponseReader reader = Provider.OPENAI.responseReader(head)) {
            while (network.position() < body.length) {
                network.limit(Math.min(body.length, network.position() + 16_384));
                reader.accept(network);
                network.limit(body.length);
            }
            facts = reader.facts(true);
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(facts.usage().source()).isEqualTo(UsageSource.PROVIDER);
        return allocated;
    }

    private static byte[] longLine() {
        byte[] body = new byte[MEGABYTES_20];
        Random random = new Random(20);
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) ('a' + random.nextInt(26));
        }
        byte[] start = "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"output\":\""
                .getBytes(UTF_8);
        byte[] end = TAIL.getBytes(UTF_8);
        System.arraycopy(start, 0, body, 0, start.length);
        System.arraycopy(end, 0, body, body.length - end.length, end.length);
        return body;
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
