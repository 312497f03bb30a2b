/** {@code ongoingai migrate}: the schema looked at and brought to shape. */
@NullMarked
package ai.ongoing.gateway.cli.migrate;

import org.jspecify.annotations.NullMarked;
