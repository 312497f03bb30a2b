/** Tests of {@code journal.format}. */
@NullMarked
package ai.ongoing.gateway.journal.format;

import org.jspecify.annotations.NullMarked;
