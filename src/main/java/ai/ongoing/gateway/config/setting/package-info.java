/** One setting: its path, type, default and variable, and the value in force with its origin. */
@NullMarked
package ai.ongoing.gateway.config.setting;

import org.jspecify.annotations.NullMarked;
