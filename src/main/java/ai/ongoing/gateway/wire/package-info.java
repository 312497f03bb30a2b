/** Reads framed bytes as they pass, in bounded memory: server-sent events, JSON, form data. */
@NullMarked
package ai.ongoing.gateway.wire;

import org.jspecify.annotations.NullMarked;
