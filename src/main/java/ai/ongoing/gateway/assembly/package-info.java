/** Makes a trace of what was seen of a call: JSON, hashes, decoded bodies, price. */
@NullMarked
package ai.ongoing.gateway.assembly;

import org.jspecify.annotations.NullMarked;
