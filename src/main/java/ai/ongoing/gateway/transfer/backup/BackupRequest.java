package ai.ongoing.gateway.transfer.backup;

import ai.ongoing.gateway.storage.StorageSettings;
import java.nio.file.Path;

/**
 * What to back up, and where to.
 *
 * @param store may be serving
 * @param target the file to write
 * @param replace whether a file that stands there may go
 * @param application this program's version, for the manifest
 */
public record BackupRequest(StorageSettings store, Path target, boolean replace, String application) {}
