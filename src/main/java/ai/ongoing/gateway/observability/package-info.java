/** Micrometer, request log and log format. */
@NullMarked
package ai.ongoing.gateway.observability;

import org.jspecify.annotations.NullMarked;
