/** Watches an exchange and writes down what happened, redacted. */
@NullMarked
package ai.ongoing.gateway.capture;

import org.jspecify.annotations.NullMarked;
