/** A YAML document as lines, texts, lists and maps; what a text means is decided by whoever asks. */
@NullMarked
package ai.ongoing.gateway.config.yaml;

import org.jspecify.annotations.NullMarked;
