/** Classes that break a house rule on purpose. */
@NullMarked
package ai.ongoing.gateway.architecture.planted.proxy;

import org.jspecify.annotations.NullMarked;
