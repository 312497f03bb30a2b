/** What the engine asks of a backend. */
@NullMarked
package ai.ongoing.gateway.migration.backend;

import org.jspecify.annotations.NullMarked;
