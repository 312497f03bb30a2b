/** A disk whose power can be cut. */
@NullMarked
package ai.ongoing.gateway.testkit.disk;

import org.jspecify.annotations.NullMarked;
