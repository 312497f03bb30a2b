/** Where settings come from: the file, the environment and the flags, with the rules they must keep. */
@NullMarked
package ai.ongoing.gateway.config.source;

import org.jspecify.annotations.NullMarked;
