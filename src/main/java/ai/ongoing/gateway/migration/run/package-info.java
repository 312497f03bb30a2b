/** Changes to a database, each with its history row in one transaction. */
@NullMarked
package ai.ongoing.gateway.migration.run;

import org.jspecify.annotations.NullMarked;
