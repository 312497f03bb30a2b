package ai.ongoing.gateway;

import ai.ongoing.gateway.assembly.CaptureTerms;
import ai.ongoing.gateway.assembly.TraceAssembler;
import ai.ongoing.gateway.cli.command.ServeLauncher.ReplayScope;
import ai.ongoing.gateway.cli.command.ServeLauncher.Replayed;
import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.journal.JournalException;
import ai.ongoing.gateway.journal.JournalTotals;
import ai.ongoing.gateway.journal.file.FileJournal;
import ai.ongoing.gateway.pipeline.Ledger;
import ai.ongoing.gateway.pipeline.PipelineListener;
import ai.ongoing.gateway.pipeline.StoreOutage;
import ai.ongoing.gateway.pipeline.TraceWriter;
import ai.ongoing.gateway.pricing.PriceBook;
import ai.ongoing.gateway.storage.GatewayDatabase;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.storage.schema.SchemaSession;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * {@code journal replay}: brings a store to shape as a start does and stores what waits in the journal, without opening a
 * port. Used once.
 */
final class JournalReplay {

    private static final Duration PATIENCE = Duration.ofHours(1);

    private final GatewayConfig config;

    JournalReplay(GatewayConfig config) {
        this.config = config;
    }

    /** Stores what waits; calls stay in the journal when the store does not take them. */
    Replayed run(ReplayScope scope) {
        StorageSettings storage = StorageSettings.validated(config.storage());
        StoreAndJournal parts = StoreAndJournal.of(config, scope.anyStore());
        GatewayDatabase database = parts.database();
        FileJournal journal = parts.journal();
        try {
            database.open(storage);
            // Before the first change to the store: an older gateway that runs on it holds the journal.
            long missing = journal.open(storage.identity()).missing();
            try (SchemaSession schema = database.schema()) {
                schema.migrate();
                schema.secureTenants();
            }
            return drained(parts, scope.setAside(), missing);
        } catch (IOException e) {
            throw new JournalException(String.valueOf(e.getMessage()), e);
        } finally {
            parts.end();
        }
    }

    /** @param missing calls that were in no file any more as the journal was opened */
    private Replayed drained(StoreAndJournal parts, boolean setAside, long missing) throws IOException {
        FileJournal journal = parts.journal();
        if (setAside) {
            journal.retrySetAside();
        }
        JournalTotals before = journal.totals();
        writer(parts).close(PATIENCE);
        JournalTotals after = journal.totals();
        return new Replayed(
                after.stored() - before.stored(),
                after.setAside() - before.setAside(),
                after.lost() - before.lost() + missing,
                after.waiting());
    }

    private TraceWriter writer(StoreAndJournal parts) {
        String prices = config.pricing().file();
        String piiMode = config.pii().mode().isEmpty() ? "off" : config.pii().mode();
        CaptureTerms terms = new CaptureTerms(
                piiMode, config.pii().policyId(), config.tracing().bodyMaxSize());
        TraceWriter writer = new TraceWriter(
                new TraceWriter.Ends(
                        parts.journal(), traces -> parts.database().traceSink().save(traces)),
                new TraceAssembler(PriceBook.load(prices.isEmpty() ? null : Path.of(prices)), terms),
                new TraceWriter.Observers(
                        new Ledger(parts.journal(), Clock.systemUTC()), PipelineListener.NONE, new StoreOutage()));
        writer.start();
        return writer;
    }
}
