/** The file and the environment, parsed once into types that cannot be invalid. */
@NullMarked
package ai.ongoing.gateway.config;

import org.jspecify.annotations.NullMarked;
