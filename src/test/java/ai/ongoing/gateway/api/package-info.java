@NullMarked
package ai.ongoing.gateway.api;

import org.jspecify.annotations.NullMarked;
