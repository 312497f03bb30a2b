/** Tests of what is written down about an exchange. */
@NullMarked
package ai.ongoing.gateway.capture;

import org.jspecify.annotations.NullMarked;
