/** Tests of what a journal says of itself. */
@NullMarked
package ai.ongoing.gateway.journal.books;

import org.jspecify.annotations.NullMarked;
