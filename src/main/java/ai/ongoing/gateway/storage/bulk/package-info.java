/** Whole tables, row by row, in one form whichever backend holds them: what is copied, compared and backed up. */
@NullMarked
package ai.ongoing.gateway.storage.bulk;

import org.jspecify.annotations.NullMarked;
