/** The splitter, proven as a table and by property. */
@NullMarked
package ai.ongoing.gateway.migration.sql;

import org.jspecify.annotations.NullMarked;
