/** Proves what was moved: hashes of rows, two stores compared, and what stands in the way before anything is moved. */
@NullMarked
package ai.ongoing.gateway.transfer.proof;

import org.jspecify.annotations.NullMarked;
