@NullMarked
package ai.ongoing.gateway.cli.data;

import org.jspecify.annotations.NullMarked;
