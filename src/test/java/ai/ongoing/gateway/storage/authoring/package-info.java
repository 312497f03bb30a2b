@NullMarked
package ai.ongoing.gateway.storage.authoring;

import org.jspecify.annotations.NullMarked;
