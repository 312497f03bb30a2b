/** The embedded schema engine: what it is told, and what it answers; the alcoves do the work. */
@NullMarked
package ai.ongoing.gateway.migration;

import org.jspecify.annotations.NullMarked;
