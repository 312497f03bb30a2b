/** Migrations, adoption and tenant isolation, proven on real databases. */
@NullMarked
package ai.ongoing.gateway.storage.schema;

import org.jspecify.annotations.NullMarked;
