@NullMarked
package ai.ongoing.gateway.cli;

import org.jspecify.annotations.NullMarked;
