/** Tests of the package of the same name. */
@NullMarked
package ai.ongoing.gateway.assembly;

import org.jspecify.annotations.NullMarked;
