/** Recorded calls as lines of text, for other programs to read. */
@NullMarked
package ai.ongoing.gateway.transfer.export;

import org.jspecify.annotations.NullMarked;
