/** Tests of the package of the same name. */
@NullMarked
package ai.ongoing.gateway.pipeline;

import org.jspecify.annotations.NullMarked;
