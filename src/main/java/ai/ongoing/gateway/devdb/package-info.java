/** A PostgreSQL of one's own for trying and testing: in a container where an engine answers, else from the machine's programs. */
@NullMarked
package ai.ongoing.gateway.devdb;

import org.jspecify.annotations.NullMarked;
