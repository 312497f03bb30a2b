/** Writes whole tables into a SQLite file or a PostgreSQL database, chunk by chunk, with the books of the copy beside them. */
@NullMarked
package ai.ongoing.gateway.storage.bulk.write;

import org.jspecify.annotations.NullMarked;
