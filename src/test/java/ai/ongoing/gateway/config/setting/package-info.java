@NullMarked
package ai.ongoing.gateway.config.setting;

import org.jspecify.annotations.NullMarked;
