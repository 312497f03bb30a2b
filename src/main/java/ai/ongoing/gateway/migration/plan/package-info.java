/** What has to be done, decided from files and history alone, without a database. */
@NullMarked
package ai.ongoing.gateway.migration.plan;

import org.jspecify.annotations.NullMarked;
