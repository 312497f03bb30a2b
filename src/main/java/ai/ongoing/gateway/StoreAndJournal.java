package ai.ongoing.gateway;

import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.config.TracingConfig.Durability;
import ai.ongoing.gateway.config.TracingConfig.JournalConfig;
import ai.ongoing.gateway.journal.file.FileJournal;
import ai.ongoing.gateway.journal.file.JournalSettings;
import ai.ongoing.gateway.storage.GatewayDatabase;
import ai.ongoing.gateway.storage.GatewayDatabase.Commits;

/**
 * The store and the journal in front of it, under one promise: what the journal has synced may only be forgotten when the
 * store has synced it, too.
 */
record StoreAndJournal(GatewayDatabase database, FileJournal journal) {

    /**
     * By {@code tracing.journal.durability}; nothing is touched yet.
     *
     * @param anyStore whether the journal's calls may go to another store than they were meant for
     */
    static StoreAndJournal of(GatewayConfig config, boolean anyStore) {
        JournalConfig journaled = config.tracing().journal();
        boolean onDisk = journaled.durability() == Durability.DISK;
        return new StoreAndJournal(
                new GatewayDatabase(onDisk ? Commits.ON_DISK : Commits.AS_USUAL),
                new FileJournal(new JournalSettings(
                        journaled.directory(config.storage()), journaled.maxBytes(), onDisk, anyStore)));
    }

    /** Ends both; the store first, whose last commits are on the disk then, because segments go with the journal. */
    void end() {
        try {
            database.close();
        } finally {
            journal.end();
        }
    }
}
