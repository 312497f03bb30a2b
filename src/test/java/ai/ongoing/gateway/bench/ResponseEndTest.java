package ai.ongoing.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bench counts answers; one that is found complete too early or too late would spoil every figure. */
final class ResponseEndTest {

    private static final String SIZED = "HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nContent-Length: 5\r\n\r\nhello";
    private static final String CHUNKED = chunked("200 OK", "a|0123456789|10|0123456789abcdef|0||");
    private static final String TRAILERS = chunked("503 No", "1|x|0|A: b||");

    @ParameterizedTest
    @MethodSource("answers")
    void isCompleteWithTheLastByteAndNotBefore(String answer) {
        byte[] bytes = answer.getBytes(StandardCharsets.US_ASCII);
        ResponseEnd end = new ResponseEnd();
        for (int i = 0; i < bytes.length; i++) {
            assertThat(end.complete(ByteBuffer.wrap(bytes, i, 1)))
                    .as("byte %d of %d", i + 1, bytes.length)
                    .isEqualTo(i == bytes.length - 1);
        }
    }

    @Test
    void leavesTheNextAnswerInTheBuffer() {
        ByteBuffer both = ByteBuffer.wrap((SIZED + TRAILERS).getBytes(StandardCharsets.US_ASCII));
        ResponseEnd end = new ResponseEnd();
        assertThat(end.complete(both)).isTrue();
        assertThat(end.status()).isEqualTo(200);
        end.reset();
        assertThat(end.complete(both)).isTrue();
        assertThat(end.status()).isEqualTo(503);
        assertThat(both.hasRemaining()).isFalse();
    }

    @Test
    void anEmptyBodyEndsWithItsHead() {
        ByteBuffer answer = ByteBuffer.wrap(
                "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(new ResponseEnd().complete(answer)).isTrue();
    }

    @Test
    void knowsABodyByItsPrintHoweverItComes() {
        BodyPrint sent = BodyPrint.of(List.of(ascii("0123"), ascii("4567890123456789abcdef")));
        ResponseEnd end = new ResponseEnd();
        for (byte one : ascii(CHUNKED)) {
            end.complete(ByteBuffer.wrap(new byte[] {one}));
        }
        assertThat(end.print()).isEqualTo(sent);
        end.reset();
        end.complete(ByteBuffer.wrap(ascii(CHUNKED.replace("789abc", "789abd"))));
        assertThat(end.print().bytes()).isEqualTo(sent.bytes());
        assertThat(end.print()).as("with another byte").isNotEqualTo(sent);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static List<String> answers() {
        return List.of(SIZED, CHUNKED, TRAILERS);
    }

    private static String chunked(String status, String lines) {
        return "HTTP/1.1 " + status + "\r\nTransfer-Encoding: chunked\r\n\r\n" + lines.replace("|", "\r\n");
    }
}
