/** The trace ports on JDBC; the only place that knows SQLite from PostgreSQL. */
@NullMarked
package ai.ongoing.gateway.storage;

import org.jspecify.annotations.NullMarked;
