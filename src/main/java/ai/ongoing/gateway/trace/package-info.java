/** The recorded call and the ports that store and read it. */
@NullMarked
package ai.ongoing.gateway.trace;

import org.jspecify.annotations.NullMarked;
