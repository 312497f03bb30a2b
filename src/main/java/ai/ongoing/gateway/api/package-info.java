/** REST over the ports. */
@NullMarked
package ai.ongoing.gateway.api;

import org.jspecify.annotations.NullMarked;
