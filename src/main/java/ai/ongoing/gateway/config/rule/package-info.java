/** Rules that look across sections: the inherited ones in their order, then this program's own. */
@NullMarked
package ai.ongoing.gateway.config.rule;

import org.jspecify.annotations.NullMarked;
