/** Hashes, comparison and the look before a move, on real databases. */
@NullMarked
package ai.ongoing.gateway.transfer.proof;

import org.jspecify.annotations.NullMarked;
