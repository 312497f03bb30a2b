/** Proves what was moved: hashes of rows, and two stores compared. */
@NullMarked
package ai.ongoing.gateway.transfer.proof;

import org.jspecify.annotations.NullMarked;
