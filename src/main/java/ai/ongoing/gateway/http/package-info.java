/** What every answer of the gateway shares: error bodies, correlation, cross-origin rules; and what both sides share: memory, and where a body ends. */
@NullMarked
package ai.ongoing.gateway.http;

import org.jspecify.annotations.NullMarked;
