/** Rows of traces over JDBC: the batch writer, the scoped reader and what they know of the backends. */
@NullMarked
package ai.ongoing.gateway.storage.row;

import org.jspecify.annotations.NullMarked;
