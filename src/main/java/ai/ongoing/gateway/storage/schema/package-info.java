/** Brings a store's schema to shape at start: migrations and tenant isolation on one held connection. */
@NullMarked
package ai.ongoing.gateway.storage.schema;

import org.jspecify.annotations.NullMarked;
