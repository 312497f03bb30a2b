/** The visible order in which the gateway comes up and goes down. */
@NullMarked
package ai.ongoing.gateway.startup;

import org.jspecify.annotations.NullMarked;
