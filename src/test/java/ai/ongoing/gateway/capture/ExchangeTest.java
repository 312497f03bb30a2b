package ai.ongoing.gateway.capture;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.http.MemoryBudget;
import ai.ongoing.gateway.journal.AdmissionRecord;
import ai.ongoing.gateway.journal.AdmittedCall;
import ai.ongoing.gateway.journal.AnswerRecord;
import ai.ongoing.gateway.journal.BodyRecord;
import ai.ongoing.gateway.journal.CompletionRecord;
import ai.ongoing.gateway.journal.Credential;
import ai.ongoing.gateway.journal.Journal;
import ai.ongoing.gateway.proxy.ExchangeFactory.IncomingCall;
import ai.ongoing.gateway.proxy.ExchangeObserver;
import ai.ongoing.gateway.proxy.ExchangeObserver.Ending;
import ai.ongoing.gateway.trace.Completion;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ExchangeTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final IncomingCall CALL = new IncomingCall(
            "openai",
            "POST",
            "/v1/chat/completions",
            "/openai/v1/chat/completions",
            List.of("Host", "x", "Authorization", "Bearer sk-1", "Content-Type", "application/json"),
            "corr-1");

    private final KeptRecords journal = new KeptRecords();

    /** Keeps what is appended, as long as it has room. */
    private static final class KeptRecords implements Journal {

        private final Queue<AdmissionRecord> admissions = new ConcurrentLinkedQueue<>();
        private final Queue<AnswerRecord> answers = new ConcurrentLinkedQueue<>();
        private final Queue<CompletionRecord> completions = new ConcurrentLinkedQueue<>();
        private final Queue<BodyRecord> bodies = new ConcurrentLinkedQueue<>();
        private volatile boolean full;

        @Override
        public AdmittedCall admit(AdmissionRecord admission) {
            admissions.add(admission);
            return new AdmittedCall() {
                @Override
                public void answered(AnswerRecord answer) {
                    answers.add(answer);
                }

                @Override
                public boolean complete(CompletionRecord completion, @Nullable BodyRecord body) {
                    return append(completion, body);
                }
            };
        }

        private boolean append(CompletionRecord completion, @Nullable BodyRecord body) {
            if (full) {
                return false;
            }
            completions.add(completion);
            if (body != null) {
                bodies.add(body);
            }
            return true;
        }
    }

    private Capture capture(boolean bodies) {
        CaptureSettings settings = new CaptureSettings(bodies, 8, "X-OngoingAI-Gateway-Key");
        return new Capture(settings, journal, Clock.fixed(NOON, ZoneOffset.UTC));
    }

    @Test
    void bodiesAreInTheBudgetUntilTheCallIsOver() {
        MemoryBudget budget = new MemoryBudget(1 << 20);
        CaptureSettings settings = new CaptureSettings(true, 1 << 16, "X-OngoingAI-Gateway-Key");
        Capture capture = new Capture(settings, journal, Clock.fixed(NOON, ZoneOffset.UTC), budget);
        for (Ending ending : Ending.values()) {
            ExchangeObserver exchange = capture.open(CALL);
            exchange.requestBytes(bytes("{}"));
            exchange.responseHead(200, List.of());
            exchange.responseBytes(bytes("x".repeat(5_000)));
            assertThat(budget.taken()).isBetween(5_002L, 16_384L);

            exchange.finished(ending, true);
            exchange.responseBytes(bytes("late"));

            assertThat(budget.taken()).isZero();
        }
        assertThat(journal.bodies).hasSize(Ending.values().length);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void writesDownAWholeCallOnce() {
        ExchangeObserver exchange = capture(true).open(CALL);
        exchange.requestBytes(bytes("{\"model\":\"m\"}"));
        exchange.responseHead(201, List.of("Content-Type", "text/event-stream", "Set-Cookie", "s=1"));
        exchange.responseBytes(bytes("data: "));
        exchange.responseBytes(bytes("{}\n\n"));
        exchange.finished(Ending.COMPLETE, true);
        exchange.finished(Ending.UPSTREAM_ERROR, false);
        exchange.responseBytes(bytes("late"));

        assertThat(journal.completions).hasSize(1);
        CompletionRecord record = journal.completions.element();
        assertThat(record.traceId()).isEqualTo(exchange.traceId());
        assertThat(record.finishedAt()).isEqualTo(NOON);
        assertThat(record.status()).isEqualTo(201);
        assertThat(record.completion()).isEqualTo(Completion.COMPLETE);
        assertThat(record.streaming()).isTrue();
        assertThat(record.chunks()).isEqualTo(2);
        assertThat(record.timing().timeToFirstTokenUs()).isPositive();
        assertThat(record.requestHeaders()).contains("[REDACTED]").doesNotContain("Bearer sk-1");
        assertThat(record.responseHeaders()).contains("[REDACTED]").doesNotContain("s=1");
        assertThat(record.credential()).isEqualTo(Credential.ofKey("sk-1"));
        assertThat(record.correlationId()).isEqualTo("corr-1");
        assertThat(record.bodyFollows()).isTrue();
        BodyRecord body = journal.bodies.element();
        assertThat(body.request()).isEqualTo("{\"model\"".getBytes(StandardCharsets.UTF_8));
        assertThat(body.requestTruncated()).isTrue();
        assertThat(body.response()).isEqualTo("data: {}".getBytes(StandardCharsets.UTF_8));
        assertThat(body.responseTruncated()).isTrue();
    }

    @Test
    void notesTheBeginningOfAStreamAndOfAnAnswerThatGoesOn() {
        ExchangeObserver stream = capture(false).open(CALL);
        stream.requestBytes(bytes("{\"model\":\"m\"}"));
        stream.responseHead(200, List.of("Content-Type", "text/event-stream", "Set-Cookie", "s=1"));
        assertThat(journal.answers).singleElement().satisfies(answer -> {
            assertThat(answer.traceId()).isEqualTo(stream.traceId());
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers()).contains("[REDACTED]").doesNotContain("s=1");
            assertThat(answer.requestFacts().model()).isEqualTo("m");
        });
        ExchangeObserver document = capture(false).open(CALL);
        document.responseHead(200, List.of("Content-Type", "application/json"));
        document.responseBytes(bytes("{"));
        assertThat(journal.answers).as("may end at once").hasSize(1);
        document.responseBytes(bytes(" "));
        document.responseBytes(bytes("}"));
        assertThat(journal.answers).hasSize(2);
    }

    @Test
    void keepsNoBodiesUnlessAskedTo() {
        ExchangeObserver exchange = capture(false).open(CALL);
        exchange.requestBytes(bytes("secret"));
        exchange.finished(Ending.COMPLETE, true);
        assertThat(journal.completions.element().bodyFollows()).isFalse();
        assertThat(journal.bodies).isEmpty();
    }

    @Test
    void recordsAClientThatLeftBeforeItsAnswer() {
        ExchangeObserver exchange = capture(false).open(CALL);
        exchange.finished(Ending.CLIENT_DISCONNECTED, false);
        assertThat(journal.completions.element().status()).isEqualTo(499);
        assertThat(journal.completions.element().completion()).isEqualTo(Completion.CLIENT_DISCONNECTED);
    }

    @Test
    void countsNoFirstTokenTimeForAPlainAnswer() {
        ExchangeObserver exchange = capture(false).open(CALL);
        exchange.responseHead(200, List.of("Content-Type", "application/json"));
        exchange.responseBytes(bytes("{}"));
        exchange.finished(Ending.COMPLETE, true);
        assertThat(journal.completions.element().timing().timeToFirstTokenUs()).isZero();
    }

    @Test
    void appendsOnceHoweverManyEndsRace() throws Exception {
        int rounds = 300;
        Capture capture = capture(true);
        for (int round = 0; round < rounds; round++) {
            ExchangeObserver exchange = capture.open(CALL);
            exchange.responseHead(200, List.of("Content-Type", "text/event-stream"));
            CyclicBarrier together = new CyclicBarrier(4);
            List<Thread> threads = Stream.<Runnable>of(
                            () -> exchange.finished(Ending.COMPLETE, true),
                            () -> exchange.finished(Ending.UPSTREAM_ERROR, false),
                            () -> exchange.finished(Ending.CLIENT_DISCONNECTED, false),
                            () -> exchange.responseBytes(bytes("data: x\n\n")))
                    .map(end -> Thread.ofVirtual().start(() -> {
                        try {
                            together.await();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                        end.run();
                    }))
                    .toList();
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(journal.completions).hasSize(rounds);
        assertThat(journal.bodies).hasSize(rounds);
    }

    @Test
    void countsWhatTheJournalDidNotTakeAndLeavesTheTellingToIt() {
        journal.full = true;
        ListAppender<ILoggingEvent> told = new ListAppender<>();
        told.start();
        Logger logger = (Logger) LoggerFactory.getLogger("ai.ongoing.gateway");
        logger.addAppender(told);
        try {
            Capture capture = capture(false);
            ExchangeObserver exchange = capture.open(CALL);
            exchange.responseHead(200, List.of());
            exchange.finished(Ending.COMPLETE, true);
            assertThat(capture.dropped()).isEqualTo(1);
        } finally {
            logger.detachAppender(told);
        }
        assertThat(told.list).isEmpty();
    }
}
