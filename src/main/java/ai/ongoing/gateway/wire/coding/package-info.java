/** Content codings undone as the bytes pass: gzip, deflate, br and zstd, in bounded memory and bounded time. */
@NullMarked
package ai.ongoing.gateway.wire.coding;

import org.jspecify.annotations.NullMarked;
