/** PostgreSQL connection strings: every way operators write them, one type to read them from. */
@NullMarked
package ai.ongoing.gateway.config.dsn;

import org.jspecify.annotations.NullMarked;
