package ai.ongoing.gateway.transfer.forecast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TextCheckTest {

    private static int check(byte[] bytes) {
        return TextCheck.firstUnfit(bytes, 0, bytes.length);
    }

    @Test
    void takesEveryCharacterOfUnicodeButNul() {
        StringBuilder all = new StringBuilder();
        for (int point = 1; point <= Character.MAX_CODE_POINT; point++) {
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                all.appendCodePoint(point);
            }
        }
        assertThat(check(all.toString().getBytes(UTF_8))).isEqualTo(TextCheck.NONE);
    }

    @Test
    void findsANulAtAnyPlace() {
        for (int at = 0; at < 40; at++) {
            byte[] text = "a".repeat(40).getBytes(UTF_8);
            text[at] = 0;
            assertThat(check(text)).isEqualTo(at);
            assertThat(TextCheck.firstUnfit(text, 1, 39)).isEqualTo(at == 0 ? TextCheck.NONE : at - 1);
        }
    }

    @Test
    void agreesWithTheDecoderAboutAnyBytes() {
        Random random = new Random(99);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(24)];
            for (int at = 0; at < bytes.length; at++) {
                int kind = random.nextInt(5);
                int from = kind < 2 ? 0x20 : kind == 2 ? 0xC0 : kind == 3 ? 0xE0 : 0x80;
                bytes[at] = (byte) (from + random.nextInt(kind < 2 ? 0x5F : 0x20));
            }
            assertThat(check(bytes) == TextCheck.NONE).as("round %d", i).isEqualTo(decodes(bytes));
        }
    }

    private static boolean decodes(byte[] bytes) {
        try {
            UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
