/** Proves the readers against recorded traffic. */
@NullMarked
package ai.ongoing.gateway.provider;

import org.jspecify.annotations.NullMarked;
