/** Files that commands write for operators: private from their first byte, and under their name only when complete. */
@NullMarked
package ai.ongoing.gateway.transfer.file;

import org.jspecify.annotations.NullMarked;
