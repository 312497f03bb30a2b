/** What a journal says of itself: where every call is, what stands in its way, whether something waits. */
@NullMarked
package ai.ongoing.gateway.journal.books;

import org.jspecify.annotations.NullMarked;
