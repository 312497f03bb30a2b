package ai.ongoing.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class StringBytesTest {

    private static int oneByOne(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != '"' && bytes[i] != '\\') {
            i++;
        }
        return i;
    }

    @Test
    void findsWhatEndsAPlainRunWhereverItStands() {
        for (byte end : new byte[] {'"', '\\'}) {
            for (int length = 0; length <= 40; length++) {
                for (int place = 0; place < length; place++) {
                    byte[] bytes = new byte[length];
                    Arrays.fill(bytes, (byte) 'x');
                    bytes[place] = end;
                    for (int from = 0; from <= length; from++) {
                        assertThat(StringBytes.plainEnd(bytes, from, length))
                                .as("%s at %s of %s from %s", (char) end, place, length, from)
                                .isEqualTo(oneByOne(bytes, from, length));
                    }
                }
            }
        }
    }

    @Test
    void findsTheSameAsOneByOneAmongAnyBytes() {
        Random random = new Random(20_261_130);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(64)];
            for (int at = 0; at < bytes.length; at++) {
                // Near neighbours of both, the highest bit among them, are what a trick with words may take for one.
                bytes[at] = random.nextInt(3) == 0
                        ? (byte)
                                ((random.nextBoolean() ? '"' : '\\') + random.nextInt(3) - 1 + (random.nextInt(2) << 7))
                        : (byte) random.nextInt(256);
            }
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length - from + 1);
            assertThat(StringBytes.plainEnd(bytes, from, to))
                    .as("%s from %s to %s", Arrays.toString(bytes), from, to)
                    .isEqualTo(oneByOne(bytes, from, to));
        }
    }
}
