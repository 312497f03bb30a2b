/** Tests of the package of this name. */
@NullMarked
package ai.ongoing.gateway.devdb;

import org.jspecify.annotations.NullMarked;
