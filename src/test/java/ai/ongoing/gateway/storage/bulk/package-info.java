/** Whole tables read from both backends. */
@NullMarked
package ai.ongoing.gateway.storage.bulk;

import org.jspecify.annotations.NullMarked;
