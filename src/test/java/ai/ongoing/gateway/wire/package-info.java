/** Proves the readers of framed bytes at every split. */
@NullMarked
package ai.ongoing.gateway.wire;

import org.jspecify.annotations.NullMarked;
