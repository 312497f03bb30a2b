/** Traces as clients ask for them and see them: the parameters of a list, and the JSON of a line and of a whole trace. */
@NullMarked
package ai.ongoing.gateway.api.trace;

import org.jspecify.annotations.NullMarked;
