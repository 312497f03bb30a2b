/** Looks at a store before it is moved: what is in it, what the other end would refuse, and how long it will take. */
@NullMarked
package ai.ongoing.gateway.transfer.forecast;

import org.jspecify.annotations.NullMarked;
