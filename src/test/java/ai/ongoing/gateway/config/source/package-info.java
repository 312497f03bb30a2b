@NullMarked
package ai.ongoing.gateway.config.source;

import org.jspecify.annotations.NullMarked;
