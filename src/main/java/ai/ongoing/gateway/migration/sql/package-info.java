/** Cuts SQL text into statements. */
@NullMarked
package ai.ongoing.gateway.migration.sql;

import org.jspecify.annotations.NullMarked;
