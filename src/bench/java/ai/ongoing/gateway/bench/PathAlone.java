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
import ai.ongoing.gateway.journal.JournalBatch.Unstored;
import ai.ongoing.gateway.journal.JournalBounds;
import ai.ongoing.gateway.journal.file.FileJournal;
import ai.ongoing.gateway.journal.file.JournalSettings;
import ai.ongoing.gateway.proxy.ProxyRoutes;
import ai.ongoing.gateway.startup.EventLoops;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * The gateway's path of a call without the rest of the house, twice in one process: proxy and capture in front of a journal
 * that keeps nothing, and in front of the real one, which a thread reads back and forgets. The difference is what the
 * journal costs; two processes would differ by more than that, as each compiles the same code in its own way.
 *
 * <p>Arguments: the ports on loopback of the path without and of the one with a journal, the upstream's port, and the
 * journal's directory.
 */
final class PathAlone {

    private static final JournalBounds BATCH = new JournalBounds(512, 8L << 20);
    private static final long BYTES = 1L << 30;

    /** The writer's own. */
    private static final long LINGER = Duration.ofMillis(40).toNanos();

    private PathAlone() {}

    public static void main(String[] args) {
        EventLoops.settle();
        Map<String, String> variables = Map.of("ONGOINGAI_OPENAI_UPSTREAM", "http://127.0.0.1:" + args[2]);
        GatewayConfig config = ConfigLoader.load(new ConfigRequest(Path.of(""), Path.of(""), variables, Map.of()))
                .config();
        // The port whose answer tells that all is ready is bound last.
        DisposableServer with = server(config, Integer.parseInt(args[1]), inFiles(Path.of(args[3])));
        DisposableServer without = server(config, Integer.parseInt(args[0]), _ -> new Forgotten());
        without.onDispose().block();
        with.onDispose().block();
    }

    private static DisposableServer server(GatewayConfig config, int port, Journal journal) {
        String keyHeader = config.auth().header();
        Capture capture = new Capture(new CaptureSettings(false, 1024, keyHeader), journal, Clock.systemUTC());
        ProxyRoutes.Ports ports = new ProxyRoutes.Ports(() -> true, capture, _ -> {}, new Cors(List.of(), keyHeader));
        ProxyRoutes proxy = new ProxyRoutes(config, Map.of(), ports);
        return HttpServer.create()
                .host("127.0.0.1")
                .port(port)
                .route(proxy::register)
                .bindNow();
    }

    private static Journal inFiles(Path directory) {
        FileJournal journal = new FileJournal(new JournalSettings(directory, BYTES, false));
        journal.open("nowhere");
        Thread.ofPlatform().daemon().start(() -> {
            while (journal.await(BATCH.records(), LINGER)) {
                journal.release(journal.take(BATCH), Unstored.NONE);
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
