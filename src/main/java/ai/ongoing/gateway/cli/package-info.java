/** The command line; only {@code serve} starts Spring. */
@NullMarked
package ai.ongoing.gateway.cli;

import org.jspecify.annotations.NullMarked;
