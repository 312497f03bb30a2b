/** Commands that move whole stores: {@code db}, {@code migrate-sqlite} and {@code export}. */
@NullMarked
package ai.ongoing.gateway.cli.data;

import org.jspecify.annotations.NullMarked;
