/** The queue of finished calls between the proxy path and the store. */
@NullMarked
package ai.ongoing.gateway.journal;

import org.jspecify.annotations.NullMarked;
