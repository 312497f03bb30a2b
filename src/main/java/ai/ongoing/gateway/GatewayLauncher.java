package ai.ongoing.gateway;

import ai.ongoing.gateway.cli.command.ServeLauncher;
import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.journal.JournalException;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.pricing.PriceBook;
import ai.ongoing.gateway.pricing.PricingException;
import ai.ongoing.gateway.storage.StorageException;
import ai.ongoing.gateway.storage.StorageSettings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** What the command line asks of the server. The server, and Spring with it, is loaded only when it is to serve. */
final class GatewayLauncher implements ServeLauncher {

    private final PrintStream err;
    private final EarlyStop early;

    GatewayLauncher(PrintStream err) {
        this(err, new EarlyStop());
    }

    /** @param early stops this process until there is a gateway to stop */
    GatewayLauncher(PrintStream err, EarlyStop early) {
        this.err = err;
        this.early = early;
    }

    @Override
    public int serve(GatewayConfig config) {
        return serve(config, UnaryOperator.identity());
    }

    @Override
    public int serve(GatewayConfig config, UnaryOperator<String> aimed) {
        return new Serving(err, aimed, early).serve(config);
    }

    @Override
    public Replayed replay(GatewayConfig config, ReplayScope scope) {
        try {
            return new JournalReplay(config).run(scope);
        } catch (StorageException | PricingException | MigrationException | JournalException refused) {
            ConfigError error = new ConfigError(String.valueOf(refused.getMessage()));
            error.initCause(refused);
            throw error;
        }
    }

    @Override
    public void check(GatewayConfig config) {
        try {
            StorageSettings _ = StorageSettings.validated(config.storage());
            String prices = config.pricing().file();
            if (!prices.isEmpty()) {
                PriceBook _ = PriceBook.load(Path.of(prices));
            }
        } catch (StorageException | PricingException refused) {
            ConfigError error = new ConfigError(String.valueOf(refused.getMessage()));
            error.initCause(refused);
            throw error;
        }
    }
}
