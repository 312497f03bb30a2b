/** The gateway as a whole, in this process and from outside. */
@NullMarked
package ai.ongoing.gateway;

import org.jspecify.annotations.NullMarked;
