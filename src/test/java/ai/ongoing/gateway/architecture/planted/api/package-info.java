/** Classes that break a house rule on purpose. */
@NullMarked
package ai.ongoing.gateway.architecture.planted.api;

import org.jspecify.annotations.NullMarked;
