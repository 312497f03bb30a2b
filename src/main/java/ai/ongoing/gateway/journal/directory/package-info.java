/** A journal's directory and the small files in it: names, modes, the lock, the checkpoint, what was set aside. */
@NullMarked
package ai.ongoing.gateway.journal.directory;

import org.jspecify.annotations.NullMarked;
