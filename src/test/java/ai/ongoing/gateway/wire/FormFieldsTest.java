package ai.ongoing.gateway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Short parts of a form are read at any cut, between files of any content. */
final class FormFieldsTest {

    private static final String TYPE = "multipart/form-data; boundary=\"--x--\"";

    @Test
    void readsTextPartsAndPassesFiles() {
        String body = "preamble\r\n" + part("name=\"model\"", "whisper-1")
                + part(
                        "name=\"file\"; filename=\"a.wav\"\r\nContent-Type: audio/wav",
                        "\r\n----x-\r\r\n----x" + "\0".repeat(900))
                + part("name=\"empty\"", "")
                + part("name=stream", "true")
                + "----x----\r\n" + part("name=\"after\"", "the end");
        assertThat(fields(body))
                .containsExactly(Map.entry("model", "whisper-1"), Map.entry("empty", ""), Map.entry("stream", "true"));
    }

    @Test
    void keepsLineEndsAndLookalikesInsideAPart() {
        String content = "a\r\n-b\r\n----\r\n--\r\r\nc";
        assertThat(fields(part("name=\"prompt\"", content) + "----x----"))
                .containsExactly(Map.entry("prompt", content));
    }

    @Test
    void leavesOutPartsThatAreTooLongOrUnfinished() {
        assertThat(fields(part("name=\"prompt\"", "x".repeat(300))
                        + "----x\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisp"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "multipart/form-data",
                "multipart/mixed; boundary=a",
                "multipart/form-data; boundary="
            })
    void isForFormsWithABoundaryOnly(String contentType) {
        assertThat(FormFields.of(contentType, (name, content) -> {})).isNull();
    }

    private static String part(String name, String content) {
        return "----x--\r\nContent-Disposition: form-data; " + name + "\r\n\r\n" + content + "\r\n";
    }

    private static Map<String, String> fields(String body) {
        byte[] bytes = body.getBytes(UTF_8);
        Map<String, String> whole = fields(bytes, bytes.length);
        for (int size = 1; size < 40; size++) {
            assertThat(fields(bytes, size)).as("pieces of " + size).isEqualTo(whole);
        }
        return whole;
    }

    private static Map<String, String> fields(byte[] bytes, int size) {
        Map<String, String> fields = new LinkedHashMap<>();
        FormFields form =
                Objects.requireNonNull(FormFields.of(TYPE, (name, content) -> fields.put(name, content.toString())));
        for (int from = 0; from < bytes.length; from += size) {
            form.accept(bytes, from, Math.min(bytes.length, from + size));
        }
        return fields;
    }
}
