package ai.ongoing.gateway.transfer.copy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.storage.bulk.RowKey;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KeysTest {

    @Test
    void comeBackFromTheBooksWhateverIsInThem() {
        for (RowKey key : List.of(
                new RowKey(List.of("a")),
                new RowKey(List.of("a", "b")),
                new RowKey(List.of("", "")),
                new RowKey(List.of("\u001f", "\u001e0")),
                new RowKey(List.of("\u001e\u001fp\0", "m\u001em")))) {
            assertThat(Keys.of(Keys.text(key))).isEqualTo(key);
            assertThat(Keys.text(key)).doesNotContain("\0");
        }
        assertThat(Keys.of(Keys.text(null))).isNull();
    }

    @Test
    void ofOnePlainPartAreThatPart() {
        assertThat(Keys.text(new RowKey(List.of("0190a1b2")))).isEqualTo("0190a1b2");
    }
}
