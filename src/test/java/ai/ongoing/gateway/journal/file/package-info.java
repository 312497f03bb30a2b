/** Tests of {@code journal.file}. */
@NullMarked
package ai.ongoing.gateway.journal.file;

import org.jspecify.annotations.NullMarked;
