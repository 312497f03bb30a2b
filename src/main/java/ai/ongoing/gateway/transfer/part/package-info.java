/** A part of a store as if it were the whole: some tables, some time, calls without their bodies. */
@NullMarked
package ai.ongoing.gateway.transfer.part;

import org.jspecify.annotations.NullMarked;
