/** The embedded schema engine. */
@NullMarked
package ai.ongoing.gateway.migration;

import org.jspecify.annotations.NullMarked;
