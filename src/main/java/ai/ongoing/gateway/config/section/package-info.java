/** A class per section of the file: its settings, and the record made from them. */
@NullMarked
package ai.ongoing.gateway.config.section;

import org.jspecify.annotations.NullMarked;
