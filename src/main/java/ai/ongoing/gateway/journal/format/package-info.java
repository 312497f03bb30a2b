/** How records stand in a journal's files: frames, fields, headers. No state and no threads. */
@NullMarked
package ai.ongoing.gateway.journal.format;

import org.jspecify.annotations.NullMarked;
