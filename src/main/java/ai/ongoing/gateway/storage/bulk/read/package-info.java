/** Reads whole tables of a SQLite file or a PostgreSQL database. */
@NullMarked
package ai.ongoing.gateway.storage.bulk.read;

import org.jspecify.annotations.NullMarked;
