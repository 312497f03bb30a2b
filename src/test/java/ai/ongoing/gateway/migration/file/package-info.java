/** Files read and refused, without a database. */
@NullMarked
package ai.ongoing.gateway.migration.file;

import org.jspecify.annotations.NullMarked;
