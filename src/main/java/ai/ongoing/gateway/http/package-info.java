/** What every answer of the gateway shares: error bodies, correlation, cross-origin rules. */
@NullMarked
package ai.ongoing.gateway.http;

import org.jspecify.annotations.NullMarked;
