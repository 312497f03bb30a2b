/** The way out: names, forward proxies, TLS and pooled connections to one provider. */
@NullMarked
package ai.ongoing.gateway.proxy.egress;

import org.jspecify.annotations.NullMarked;
