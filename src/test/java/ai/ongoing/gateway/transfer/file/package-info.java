/** Tests of the package of this name. */
@NullMarked
package ai.ongoing.gateway.transfer.file;

import org.jspecify.annotations.NullMarked;
