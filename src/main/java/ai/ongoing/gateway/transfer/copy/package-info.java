/** Moves a store from one database into another: resumable chunks, then proof that what arrived is what left. */
@NullMarked
package ai.ongoing.gateway.transfer.copy;

import org.jspecify.annotations.NullMarked;
