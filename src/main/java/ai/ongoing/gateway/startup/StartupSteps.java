package ai.ongoing.gateway.startup;

import ai.ongoing.gateway.storage.StorageSettings;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a start does, step by step; {@link GatewayStartup} holds the order. Nothing here happens before it is called.
 *
 * @param validate checks the storage section without opening anything
 * @param open makes pools and says hello
 * @param schema takes the connection on which migrations and tenant set-up run
 * @param openJournal claims the journal and finds what an earlier process left in it
 * @param startWriter starts the thread that stores traces
 * @param afterwards what nobody has to wait for; runs in the background once calls are accepted
 */
public record StartupSteps(
        Supplier<StorageSettings> validate,
        Consumer<StorageSettings> open,
        Supplier<SchemaSteps> schema,
        Consumer<StorageSettings> openJournal,
        Runnable startWriter,
        Runnable afterwards) {}
