/** What a migration file says: read, checked and ordered, without a database. */
@NullMarked
package ai.ongoing.gateway.migration.file;

import org.jspecify.annotations.NullMarked;
