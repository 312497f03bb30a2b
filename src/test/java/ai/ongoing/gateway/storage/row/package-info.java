/** Trace rows against real databases. */
@NullMarked
package ai.ongoing.gateway.storage.row;

import org.jspecify.annotations.NullMarked;
