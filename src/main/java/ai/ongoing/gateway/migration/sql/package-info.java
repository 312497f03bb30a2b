/** Cuts SQL text into statements, and says what one does to others. */
@NullMarked
package ai.ongoing.gateway.migration.sql;

import org.jspecify.annotations.NullMarked;
