/** Tests of the way out. */
@NullMarked
package ai.ongoing.gateway.proxy.egress;

import org.jspecify.annotations.NullMarked;
