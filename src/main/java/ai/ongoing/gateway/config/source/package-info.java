/** Where settings come from: the file, the environment and the flags, and in which order. */
@NullMarked
package ai.ongoing.gateway.config.source;

import org.jspecify.annotations.NullMarked;
