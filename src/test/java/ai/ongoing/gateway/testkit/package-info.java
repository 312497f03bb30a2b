/** What tests share: real databases, samples and stand-ins that speak real protocols. */
@NullMarked
package ai.ongoing.gateway.testkit;

import org.jspecify.annotations.NullMarked;
