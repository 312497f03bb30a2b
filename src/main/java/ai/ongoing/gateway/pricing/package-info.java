/** What tokens cost, with the date from which a price holds. */
@NullMarked
package ai.ongoing.gateway.pricing;

import org.jspecify.annotations.NullMarked;
