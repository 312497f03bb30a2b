/** Copies between real databases, in all four directions. */
@NullMarked
package ai.ongoing.gateway.transfer.copy;

import org.jspecify.annotations.NullMarked;
