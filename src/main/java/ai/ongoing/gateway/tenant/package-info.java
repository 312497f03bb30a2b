/** Whose data a row is. */
@NullMarked
package ai.ongoing.gateway.tenant;

import org.jspecify.annotations.NullMarked;
