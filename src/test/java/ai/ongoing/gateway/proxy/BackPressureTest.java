package ai.ongoing.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.proxy.ExchangeObserver.Ending;
import ai.ongoing.gateway.testkit.Answer;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.NoLeaks;
import ai.ongoing.gateway.testkit.RawClient;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.hamcrest.BaseMatcher;
import org.hamcrest.Description;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nobody reads faster than the other side takes, whatever the sizes: memory stays flat both ways. */
@ExtendWith(NoLeaks.class)
class BackPressureTest {

    private static final int BLOCK = 64 * 1024;
    private static final long MIB = 1024 * 1024;

    /** What kernel buffers on loopback may swallow, twice, besides the gateway's own. */
    private static final long IN_FLIGHT = 24 * MIB;

    private final FakeUpstream upstream = FakeUpstream.start();
    private final ProxyServer gateway = ProxyServer.before(upstream.uri());

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    @Test
    void stopsReadingTheProviderWhenTheClientStopsReading() throws Exception {
        AtomicLong written = new AtomicLong();
        byte[] block = new byte[BLOCK];
        long total = 128 * MIB;
        upstream.answer((request, wire) -> {
            wire.head("200 OK", "Transfer-Encoding: chunked");
            while (written.get() < total) {
                wire.chunk(block);
                written.addAndGet(BLOCK);
            }
            wire.lastChunk();
        });
        long directBefore = PlatformDependent.usedDirectMemory();
        try (RawClient client = RawClient.connect(gateway.port(), 16 * 1024)) {
            client.head("GET /openai/big HTTP/1.1", "Host: x");
            client.readHead();
            long stuckAt = untilItStops(written);
            assertThat(stuckAt).isLessThan(IN_FLIGHT);
            assertThat(PlatformDependent.usedDirectMemory() - directBefore).isLessThan(24 * MIB);
            assertThat(gateway.exchange().ended()).isFalse();
            // Once the client reads on, so does the gateway, to the last byte.
            assertThat(client.readsBodyOf(total)).isTrue();
        }
        assertThat(gateway.exchange().end()).isEqualTo(new SeenExchange.End(Ending.COMPLETE, true));
    }

    /** Waits until the count has not moved for a while. */
    private static long untilItStops(AtomicLong count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .during(Duration.ofMillis(700))
                .until(() -> count.getAndAdd(0), new Unchanged());
        return count.get();
    }

    /** Holds while a number stays what it was. */
    private static final class Unchanged extends BaseMatcher<Long> {

        private long last = -1;

        @Override
        public boolean matches(Object actual) {
            boolean same = actual instanceof Long now && now == last && now > 0;
            last = actual instanceof Long now ? now : -1;
            return same;
        }

        @Override
        public void describeTo(Description description) {
            description.appendText("a number that has stopped");
        }
    }

    @Test
    void stopsReadingTheClientWhenTheProviderStopsReading() throws Exception {
        CountDownLatch readOn = new CountDownLatch(1);
        upstream.answerOnHead((request, wire) -> {
            readOn.await();
            wire.readBody();
            Answer.json("200 OK", "{}").play(request, wire);
        });
        long total = 128 * MIB;
        AtomicLong sent = new AtomicLong();
        try (RawClient client = gateway.connect()) {
            client.head("POST /openai/big HTTP/1.1", "Host: x", "Content-Length: " + total);
            Thread uploader = Thread.ofVirtual().start(() -> upload(client, total, sent));
            assertThat(untilItStops(sent)).isLessThan(IN_FLIGHT);
            readOn.countDown();
            uploader.join();
            assertThat(client.readResponse().status()).isEqualTo(200);
        }
        assertThat(upstream.lastReceived().bodyLength()).isEqualTo(total);
    }

    private static void upload(RawClient client, long total, AtomicLong sent) {
        byte[] block = new byte[BLOCK];
        try {
            for (long at = 0; at < total; at += BLOCK) {
                client.send(block);
                sent.addAndGet(BLOCK);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void carriesAnUploadOf200MebibytesOnFlatMemory() throws Exception {
        upstream.answer(Answer.json("200 OK", "{}"));
        long total = 200 * MIB;
        long peak = 0;
        long before = PlatformDependent.usedDirectMemory();
        try (RawClient client = gateway.connect()) {
            client.head("PUT /openai/files HTTP/1.1", "Host: x", "Content-Length: " + total);
            byte[] block = new byte[BLOCK];
            for (long at = 0; at < total; at += BLOCK) {
                client.send(block);
                peak = Math.max(peak, PlatformDependent.usedDirectMemory() - before);
            }
            assertThat(client.readResponse().status()).isEqualTo(200);
        }
        assertThat(upstream.lastReceived().bodyLength()).isEqualTo(total);
        assertThat(peak).isLessThan(24 * MIB);
    }

    @Test
    void carriesTheBodyOfADeleteWithoutGatheringItFirst() throws Exception {
        upstream.answer(Answer.json("200 OK", "{}"));
        try (RawClient client = gateway.connect()) {
            client.head("DELETE /openai/files HTTP/1.1", "Host: x", "Content-Length: 6")
                    .send("abc");
            Awaitility.await()
                    .until(() -> !upstream.received().isEmpty()
                            && upstream.lastReceived().bodyLength() == 3);
            client.send("def");
            assertThat(client.readResponse().status()).isEqualTo(200);
        }
    }

    @Test
    void handsAnAnswerOnThatComesBeforeTheUploadIsThrough() throws Exception {
        upstream.answerOnHead((request, wire) -> {
            wire.head("413 Too Large", "Content-Length: 3", "Connection: close").text("big");
            // As servers do it: closing with unread bytes at hand would send a reset, which may overtake the answer.
            wire.awaitPeerClose();
        });
        long total = 40 * MIB;
        try (RawClient client = gateway.connect()) {
            client.head("POST /openai/big HTTP/1.1", "Host: x", "Content-Length: " + total);
            Thread uploader = Thread.ofVirtual().start(() -> upload(client, total, new AtomicLong()));
            assertThat(client.readResponse().text()).isEqualTo("big");
            uploader.join();
            // The rest of the upload was read and dropped: the connection serves the next call.
            upstream.answerOnHead(Answer.json("200 OK", "{}"));
            client.head("GET /openai/next HTTP/1.1", "Host: x");
            assertThat(client.readResponse().status()).isEqualTo(200);
        }
        assertThat(gateway.exchange().status).isEqualTo(413);
        assertThat(gateway.exchange().end()).isEqualTo(new SeenExchange.End(Ending.COMPLETE, true));
    }
}
