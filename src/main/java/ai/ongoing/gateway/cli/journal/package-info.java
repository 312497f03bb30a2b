/** Commands that say where every call is: {@code journal} and {@code diagnostics}. */
@NullMarked
package ai.ongoing.gateway.cli.journal;

import org.jspecify.annotations.NullMarked;
