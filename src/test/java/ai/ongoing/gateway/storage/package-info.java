/** The storage ports against real databases. */
@NullMarked
package ai.ongoing.gateway.storage;

import org.jspecify.annotations.NullMarked;
