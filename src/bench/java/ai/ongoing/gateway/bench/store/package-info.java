/** The stores under load of their own: writing alone, and reading what millions of calls left. */
@NullMarked
package ai.ongoing.gateway.bench.store;

import org.jspecify.annotations.NullMarked;
