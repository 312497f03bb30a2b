/** The plan held to its rules, without a database. */
@NullMarked
package ai.ongoing.gateway.migration.plan;

import org.jspecify.annotations.NullMarked;
