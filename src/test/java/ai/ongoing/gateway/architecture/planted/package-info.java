/**
 * A small house in which every rule is broken once. {@code HouseRulesTest} shows that each rule finds its culprit;
 * nothing here is ever run.
 */
@NullMarked
package ai.ongoing.gateway.architecture.planted;

import org.jspecify.annotations.NullMarked;
