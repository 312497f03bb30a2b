/** The shell scripts that find a JDK, build and start the program, driven from outside with fake JDKs and Mavens. */
@NullMarked
package ai.ongoing.gateway.launcher;

import org.jspecify.annotations.NullMarked;
