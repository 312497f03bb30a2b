/** Tests of the package of this name. */
@NullMarked
package ai.ongoing.gateway.transfer.archive;

import org.jspecify.annotations.NullMarked;
