/** The house rules as tests: directions between packages, where foreign types may stand, names and sizes. */
@NullMarked
package ai.ongoing.gateway.architecture;

import org.jspecify.annotations.NullMarked;
