/**
 * The load bench: a provider that does nothing, a bare relay and the gateway, loaded in turns from one process, all on
 * loopback. {@code src/bench/run} starts it.
 */
@NullMarked
package ai.ongoing.gateway.bench;

import org.jspecify.annotations.NullMarked;
