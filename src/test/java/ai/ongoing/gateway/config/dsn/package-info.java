@NullMarked
package ai.ongoing.gateway.config.dsn;

import org.jspecify.annotations.NullMarked;
