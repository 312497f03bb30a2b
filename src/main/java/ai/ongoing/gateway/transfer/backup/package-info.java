/** Backups: taking one while the store serves, looking through one, and making a store of one. */
@NullMarked
package ai.ongoing.gateway.transfer.backup;

import org.jspecify.annotations.NullMarked;
