/** Tests of the package of the same name. */
@NullMarked
package ai.ongoing.gateway.journal;

import org.jspecify.annotations.NullMarked;
