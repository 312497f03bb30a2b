/** Turns journal records into traces and drains them into the sink, in batches. */
@NullMarked
package ai.ongoing.gateway.pipeline;

import org.jspecify.annotations.NullMarked;
