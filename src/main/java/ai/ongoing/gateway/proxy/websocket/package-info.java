/** Sessions that began as a request: WebSocket frames relayed between a client and a provider. */
@NullMarked
package ai.ongoing.gateway.proxy.websocket;

import org.jspecify.annotations.NullMarked;
