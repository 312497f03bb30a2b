/** Tests of {@code journal.directory}. */
@NullMarked
package ai.ongoing.gateway.journal.directory;

import org.jspecify.annotations.NullMarked;
