/** Schemas read from the catalogues of both databases: compared with each other, and printed as a page. */
@NullMarked
package ai.ongoing.gateway.storage.catalogue;

import org.jspecify.annotations.NullMarked;
