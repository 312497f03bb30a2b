/** The schema engine's own decisions, proven without a database. */
@NullMarked
package ai.ongoing.gateway.migration;

import org.jspecify.annotations.NullMarked;
