package ai.ongoing.gateway.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.config.LogConfig;
import ai.ongoing.gateway.http.RequestLog;
import ch.qos.logback.classic.LoggerContext;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What stands on standard output once {@link LogSetup} has been applied. */
final class LogLinesTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final LoggerContext context = new LoggerContext();
    private final Logger own = context.getLogger(LogLinesTest.class);
    private final Logger foreign = context.getLogger("org.example.Library");
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void aLineIsOneJsonObjectInTheShapeOfSlog() {
        Instant before = Instant.now();
        @Nullable Object nothing = null;
        lines(
                LogConfig.Level.INFO,
                LogConfig.Format.JSON,
                () -> own.atWarn()
                        .addKeyValue("count", 3)
                        .addKeyValue("share", 0.5)
                        .addKeyValue("whole", true)
                        .addKeyValue("nothing", nothing)
                        .addKeyValue("odd", Double.NaN)
                        .addKeyValue("word", "value")
                        .log("it happened"));

        String line = out.toString(StandardCharsets.UTF_8);
        assertThat(line)
                .matches(
                        "\\{\"time\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{0,8}[1-9])?Z\",\"level\":\"WARN\","
                                + "\"msg\":\"it happened\",\"count\":3,\"share\":0\\.5,\"whole\":true,\"nothing\":null,"
                                + "\"odd\":\"NaN\",\"word\":\"value\"}\n");
        Instant time = Instant.parse(JSON.readTree(line).get("time").asString());
        assertThat(time).isBetween(before.minusMillis(1), Instant.now());
    }

    @Test
    void nothingInAMessageOrAnAttributeCanBreakTheLine() {
        String odd = "\"quoted\" \\ new\nline \r\t \0 \u001b[31m \u007f é € 😀 half \ud83d <&>\u2028";
        lines(
                LogConfig.Level.INFO,
                LogConfig.Format.JSON,
                () -> own.atInfo().addKeyValue(odd, odd).log(odd));

        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(text.lines().filter(line -> !line.isEmpty())).hasSize(1);
        JsonNode line = JSON.readTree(text);
        String readable = odd.replace("half \ud83d", "half \uFFFD");
        assertThat(line.get("msg").asString()).isEqualTo(readable);
        assertThat(line.get(readable).asString()).isEqualTo(readable);
    }

    @Test
    void anUnexpectedErrorShowsItsClassMessageAndStack() {
        lines(
                LogConfig.Level.INFO,
                LogConfig.Format.JSON,
                () -> own.atError()
                        .setCause(new IllegalStateException("broken\nhere"))
                        .log("failed"));

        JsonNode line = JSON.readTree(out.toString(StandardCharsets.UTF_8));
        assertThat(line.get("error").asString()).isEqualTo("java.lang.IllegalStateException: broken\nhere");
        assertThat(line.get("stack").asString()).contains("LogLinesTest");
    }

    @Test
    void foreignCodeIsNamedAndHeardFromWarnOn() {
        lines(LogConfig.Level.INFO, LogConfig.Format.JSON, () -> {
            foreign.info("chatter");
            foreign.warn("look at {}", "this");
            own.debug("detail");
        });

        assertThat(messages()).containsExactly("look at this");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"logger\":\"org.example.Library\"");
    }

    @Test
    void theLevelDecidesWhatIsLogged() {
        lines(LogConfig.Level.ERROR, LogConfig.Format.JSON, () -> {
            own.warn("no");
            own.error("yes");
        });
        lines(LogConfig.Level.DEBUG, LogConfig.Format.JSON, () -> {
            own.debug("detail");
            foreign.info("chatter");
            foreign.debug("noise");
        });

        assertThat(messages()).containsExactly("yes", "detail", "chatter");
    }

    @Test
    void textIsForPeopleButCannotForgeALineEither() {
        lines(
                LogConfig.Level.INFO,
                LogConfig.Format.TEXT,
                () -> own.atInfo()
                        .addKeyValue("path", "/v1/x")
                        .addKeyValue("who", "a b\n2026 ERROR forged")
                        .log("request\ncomplete"));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  request\\\\ncomplete path=/v1/x "
                        + "who=\"a b\\\\n2026 ERROR forged\"\n");
    }

    @Test
    void aRequestIsOneLineAsDocumented() {
        lines(
                LogConfig.Level.INFO,
                LogConfig.Format.JSON,
                () -> new LoggedRequests(own)
                        .requestComplete(
                                new RequestLog.Entry("corr-1", "POST", "/openai/v1/chat/completions", 200, 41)));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .endsWith("\"level\":\"INFO\",\"msg\":\"request complete\",\"correlation_id\":\"corr-1\","
                        + "\"method\":\"POST\",\"path\":\"/openai/v1/chat/completions\",\"status\":200,"
                        + "\"latency_ms\":41}\n");
    }

    @Test
    void losesNoLineWhenManyThreadsLogMoreThanTheQueueHolds() throws InterruptedException {
        int threads = 4;
        int each = QueuedLines.MOST_WAITING / 2;
        QueuedLines lines = LogSetup.apply(context, new LogConfig(LogConfig.Level.INFO, LogConfig.Format.JSON), out);
        List<Thread> loggers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            loggers.add(Thread.ofPlatform().start(() -> {
                for (int n = 0; n < each; n++) {
                    own.info("line");
                }
            }));
        }
        for (Thread logger : loggers) {
            logger.join();
        }
        assertThat(lines.flush(Duration.ofSeconds(10))).isTrue();

        assertThat(messages()).hasSize(threads * each);
    }

    @Test
    void afterTheEndIsNearALineIsWrittenBeforeTheCallReturns() {
        QueuedLines lines = LogSetup.apply(context, new LogConfig(LogConfig.Level.INFO, LogConfig.Format.JSON), out);
        own.info("before");
        lines.writeThrough();
        own.info("after");

        assertThat(messages()).containsExactly("before", "after");
    }

    @Test
    void waitsForRoomInsteadOfDroppingWhenNobodyReads() {
        CountDownLatch reader = new CountDownLatch(1);
        LogSetup.apply(
                context, new LogConfig(LogConfig.Level.INFO, LogConfig.Format.JSON), new ByteArrayOutputStream() {
                    @Override
                    public synchronized void write(byte[] bytes, int from, int length) {
                        await().forever().until(() -> reader.getCount() == 0);
                        out.write(bytes, from, length);
                    }
                });
        int more = QueuedLines.MOST_WAITING + 2_000;
        Thread logging = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < more; i++) {
                own.info("line");
            }
        });
        await().until(() -> logging.getState() == Thread.State.TIMED_WAITING);
        reader.countDown();

        await().until(() -> messages().size() == more);
    }

    private void lines(LogConfig.Level level, LogConfig.Format format, Runnable logging) {
        QueuedLines lines = LogSetup.apply(context, new LogConfig(level, format), out);
        logging.run();
        lines.writeThrough();
    }

    private List<String> messages() {
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> JSON.readTree(line).get("msg").asString())
                .toList();
    }
}
