@NullMarked
package ai.ongoing.gateway.startup;

import org.jspecify.annotations.NullMarked;
