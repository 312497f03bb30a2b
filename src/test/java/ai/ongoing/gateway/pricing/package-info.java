/** Proves prices and their arithmetic. */
@NullMarked
package ai.ongoing.gateway.pricing;

import org.jspecify.annotations.NullMarked;
