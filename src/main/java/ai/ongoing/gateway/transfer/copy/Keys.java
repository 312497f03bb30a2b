package ai.ongoing.gateway.transfer.copy;

import ai.ongoing.gateway.storage.bulk.RowKey;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keys as the books keep them: their parts behind each other, parted by a control character. A file's keys may hold that
 * one as well, and a NUL, which a server's books cannot hold; both are written with a mark. All other keys are what they are.
 */
final class Keys {

    private static final String PART = "\u001f";
    private static final String MARK = "\u001e";

    private Keys() {}

    static String text(@Nullable RowKey key) {
        return key == null ? "" : key.parts().stream().map(Keys::marked).collect(Collectors.joining(PART));
    }

    static @Nullable RowKey of(String text) {
        return text.isEmpty()
                ? null
                : new RowKey(Stream.of(text.split(PART, -1)).map(Keys::unmarked).toList());
    }

    private static String marked(String part) {
        return part.replace(MARK, MARK + "m").replace(PART, MARK + "p").replace("\0", MARK + "0");
    }

    private static String unmarked(String part) {
        return part.replace(MARK + "0", "\0").replace(MARK + "p", PART).replace(MARK + "m", MARK);
    }
}
