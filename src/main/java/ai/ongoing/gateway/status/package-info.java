/** What an operator sees of a gateway from outside, whether it runs or not: sections with hints, and a support bundle. */
@NullMarked
package ai.ongoing.gateway.status;

import org.jspecify.annotations.NullMarked;
