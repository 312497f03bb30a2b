/** Tests of forwarding and streaming. */
@NullMarked
package ai.ongoing.gateway.proxy;

import org.jspecify.annotations.NullMarked;
