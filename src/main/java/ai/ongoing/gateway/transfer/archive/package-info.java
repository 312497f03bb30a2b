/** The file of a backup: blocks that any gzip reads, each with its own checksums, holding tables in canonical rows. */
@NullMarked
package ai.ongoing.gateway.transfer.archive;

import org.jspecify.annotations.NullMarked;
