/** Reads vendors' payloads: models, usage and errors, as the bytes pass. */
@NullMarked
package ai.ongoing.gateway.provider;

import org.jspecify.annotations.NullMarked;
