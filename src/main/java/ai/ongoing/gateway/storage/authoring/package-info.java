/** What whoever writes migrations needs: the lint, new files, the list of all of them. */
@NullMarked
package ai.ongoing.gateway.storage.authoring;

import org.jspecify.annotations.NullMarked;
