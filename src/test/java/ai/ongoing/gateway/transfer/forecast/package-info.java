/** The look before a move, on real databases. */
@NullMarked
package ai.ongoing.gateway.transfer.forecast;

import org.jspecify.annotations.NullMarked;
