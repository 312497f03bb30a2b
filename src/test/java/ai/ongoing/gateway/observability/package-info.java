/** Tests of the package of the same name. */
@NullMarked
package ai.ongoing.gateway.observability;

import org.jspecify.annotations.NullMarked;
