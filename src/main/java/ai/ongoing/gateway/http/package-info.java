/** What every answer of the gateway shares: error bodies, correlation, cross-origin rules; and what calls share: memory. */
@NullMarked
package ai.ongoing.gateway.http;

import org.jspecify.annotations.NullMarked;
