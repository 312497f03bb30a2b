/** A package nobody can describe. */
@NullMarked
package ai.ongoing.gateway.architecture.planted.helper;

import org.jspecify.annotations.NullMarked;
