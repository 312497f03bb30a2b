/** What a client's connection may do: its requests one at a time, the time and the weight of their heads. */
@NullMarked
package ai.ongoing.gateway.startup.connection;

import org.jspecify.annotations.NullMarked;
