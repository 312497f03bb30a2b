package ai.ongoing.gateway.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events are the same whatever ends the lines and wherever the bytes are cut. */
final class SseReaderTest {

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void understandsEveryLineEnd(String lineEnd) {
        String stream = String.join(
                lineEnd, "event: a", "data: 1", "data:2", "", ": comment", "", "id: 7", "data:  3", "", "data", "", "");
        assertThat(events(stream)).containsExactly("a=1\n2", "= 3", "=");
    }

    @Test
    void takesMixedLineEndsAsTheyCome() {
        assertThat(events("data: 1\r\ndata: 2\rdata: 3\n\r\n")).containsExactly("=1\n2\n3");
    }

    @Test
    void skipsByteOrderMarkAndUnknownFields() {
        assertThat(events("\uFEFFdata: a\nretry: 5\ndatabase: no\n\n")).containsExactly("=a");
    }

    @Test
    void keepsTextOfSeveralBytesWhole() {
        assertThat(events("data: é€😀\n\n")).containsExactly("=é€😀");
    }

    @Test
    void announcesNoEventWithoutItsBlankLineNorOneWithoutData() {
        assertThat(events("event: ping\n\n: nothing\n\ndata: open")).isEmpty();
    }

    @Test
    void forgetsTheNameBetweenEvents() {
        assertThat(events("event: a\ndata: 1\n\ndata: 2\n\n")).containsExactly("a=1", "=2");
        assertThat(events("event: a\n\ndata: 2\n\n")).containsExactly("=2");
    }

    @Test
    void takesTheLastNameOfAnEvent() {
        assertThat(events("event: a\nevent: b\ndata: 1\n\n")).containsExactly("b=1");
    }

    /** The events, which must be the same for the stream cut into pieces of any one size. */
    private static List<String> events(String stream) {
        byte[] bytes = stream.getBytes(UTF_8);
        List<String> whole = events(bytes, bytes.length);
        for (int size = 1; size < bytes.length; size++) {
            assertThat(events(bytes, size)).as("pieces of " + size).isEqualTo(whole);
        }
        return whole;
    }

    private static List<String> events(byte[] bytes, int size) {
        List<String> events = new ArrayList<>();
        SseReader reader = new SseReader(new SseReader.Events() {
            private final StringBuilder data = new StringBuilder();

            @Override
            public void data(byte[] piece, int from, int to) {
                data.append(new String(piece, from, to - from, ISO_8859_1));
            }

            @Override
            public void ended(Text name) {
                events.add(name + "=" + new String(data.toString().getBytes(ISO_8859_1), UTF_8));
                data.setLength(0);
            }
        });
        for (int from = 0; from < bytes.length; from += size) {
            reader.accept(bytes, from, Math.min(bytes.length, from + size));
        }
        return events;
    }
}
