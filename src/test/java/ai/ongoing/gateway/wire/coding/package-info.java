/** Proves the readers of framed bytes at every split. */
@NullMarked
package ai.ongoing.gateway.wire.coding;

import org.jspecify.annotations.NullMarked;
