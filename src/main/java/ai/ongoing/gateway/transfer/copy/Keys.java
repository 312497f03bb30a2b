package ai.ongoing.gateway.transfer.copy;

import ai.ongoing.gateway.storage.bulk.RowKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keys as the books keep them: their parts behind each other, parted by a character that no identifier has. */
final class Keys {

    private static final String PART = "\u001f";

    private Keys() {}

    static String text(@Nullable RowKey key) {
        return key == null ? "" : String.join(PART, key.parts());
    }

    static @Nullable RowKey of(String text) {
        return text.isEmpty() ? null : new RowKey(List.of(text.split(PART, -1)));
    }
}
