package ai.ongoing.gateway.transfer.backup;

import ai.ongoing.gateway.storage.Endpoint;
import java.nio.file.Path;

/**
 * Which backup to make a store of, and where.
 *
 * @param target an empty database; its tables are made
 */
public record RestoreRequest(Path file, Endpoint target) {}
