package ai.ongoing.gateway.bench;

import ai.ongoing.gateway.capture.Capture;
import ai.ongoing.gateway.capture.CaptureSettings;
import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.config.source.ConfigLoader;
import ai.ongoing.gateway.config.source.ConfigRequest;
import ai.ongoing.gateway.http.Cors;
import ai.ongoing.gateway.journal.AdmittedCall;
import ai.ongoing.gateway.journal.AnswerRecord;
import ai.ongoing.gateway.journal.BodyRecord;
import ai.ongoing.gateway.journal.CompletionRecord;
import ai.ongoing.gateway.journal.Journal;
import ai.ongoing.gateway.journal.JournalBounds;
import ai.ongoing.gateway.journal.file.FileJournal;
import ai.ongoing.gateway.journal.file.JournalSettings;
import ai.ongoing.gateway.proxy.ProxyRoutes;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServer;

/**
 * The gateway's path of a call without the rest of the house: proxy and capture in front of the real journal, which a
 * thread reads back and forgets, or in front of one that keeps nothing. The difference is what the journal costs.
 *
 * <p>Arguments: the port on loopback, the upstream's port on loopback, and the journal's directory; nothing is kept
 * without one.
 */
final class PathAlone {

    private static final JournalBounds BATCH = new JournalBounds(512, 8L << 20);
    private static final long BYTES = 1L << 30;
    private static final long LINGER = Duration.ofMillis(4).toNanos();

    private PathAlone() {}

    public static void main(String[] args) {
        Map<String, String> variables = Map.of("ONGOINGAI_OPENAI_UPSTREAM", "http://127.0.0.1:" + args[1]);
        GatewayConfig config = ConfigLoader.load(new ConfigRequest(Path.of(""), Path.of(""), variables, Map.of()))
                .config();
        String keyHeader = config.auth().header();
        Journal journal = args.length > 2 ? inFiles(Path.of(args[2])) : _ -> new Forgotten();
        Capture capture = new Capture(new CaptureSettings(false, 1024, keyHeader), journal, Clock.systemUTC());
        ProxyRoutes.Ports ports = new ProxyRoutes.Ports(() -> true, capture, _ -> {}, new Cors(List.of(), keyHeader));
        try (ProxyRoutes proxy = new ProxyRoutes(config, Map.of(), ports)) {
            HttpServer.create()
                    .host("127.0.0.1")
                    .port(Integer.parseInt(args[0]))
                    .route(proxy::register)
                    .bindNow()
                    .onDispose()
                    .block();
        }
    }

    private static Journal inFiles(Path directory) {
        FileJournal journal = new FileJournal(new JournalSettings(directory, BYTES, false));
        journal.open("nowhere");
        Thread.ofPlatform().daemon().start(() -> {
            while (journal.await(BATCH.records(), LINGER)) {
                journal.release(journal.take(BATCH), 0);
            }
        });
        return journal;
    }

    /** A call that nobody notes. */
    private static final class Forgotten implements AdmittedCall {

        @Override
        public void answered(AnswerRecord answer) {}

        @Override
        public boolean complete(CompletionRecord completion, @Nullable BodyRecord body) {
            return true;
        }
    }
}
