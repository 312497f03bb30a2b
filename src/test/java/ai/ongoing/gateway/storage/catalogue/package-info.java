@NullMarked
package ai.ongoing.gateway.storage.catalogue;

import org.jspecify.annotations.NullMarked;
