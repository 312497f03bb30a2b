/** The journal in files: segments that are appended to, read in order, recovered after a crash and removed when stored. */
@NullMarked
package ai.ongoing.gateway.journal.file;

import org.jspecify.annotations.NullMarked;
