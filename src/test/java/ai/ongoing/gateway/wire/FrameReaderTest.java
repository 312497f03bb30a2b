package ai.ongoing.gateway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages come out the same wherever frames and reads are cut; what is no frame is not read. */
final class FrameReaderTest {

    private static final int TEXT = 1;
    private static final int BINARY = 2;

    @Test
    void readsRandomSessionsAtRandomCuts() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<String> expected = new ArrayList<>();
            byte[] bytes = session(random, expected);
            assertThat(heard(bytes, random)).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void survivesAnyBytesTheSameWayAtEveryCut() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            byte[] bytes = session(random, new ArrayList<>());
            for (int i = 0; i < 3 && bytes.length > 0; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            assertThat(heard(bytes, new Random(seed))).as("seed %d", seed).isEqualTo(heard(bytes, new Random(~seed)));
        }
    }

    /** First byte, second byte: reserved bits, unknown opcodes, control frames that are long or in parts. */
    @ParameterizedTest
    @CsvSource({"193,1", "161,1", "145,1", "131,1", "139,1", "136,126", "8,1", "9,0"})
    void readsNothingBehindWhatIsNoFrame(int first, int second) {
        byte[] bytes = {(byte) first, (byte) second, 'x', (byte) 0x81, 1, 'y'};
        assertThat(heard(bytes, new Random(1))).isEmpty();
    }

    @Test
    void readsNothingBehindALengthBeyondAllLengths() {
        byte[] bytes = {(byte) 0x81, 127, -1, -1, -1, -1, -1, -1, -1, -1, 'x'};
        assertThat(heard(bytes, new Random(1))).isEmpty();
    }

    /** A few messages, some in several frames with pings between them, and a close frame. */
    private static byte[] session(Random random, List<String> expected) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean masked = random.nextBoolean();
        for (int i = random.nextInt(6); i > 0; i--) {
            int length = random.nextInt(20) == 0 ? random.nextInt(70_000) : random.nextInt(300);
            String text = "é".repeat(length);
            boolean binary = random.nextInt(4) == 0;
            message(out, random, masked, binary ? BINARY : TEXT, text.getBytes(UTF_8));
            if (!binary) {
                expected.add(text);
            }
        }
        frame(out, random, masked, 0x88, new byte[] {3, (byte) 232});
        expected.add("close");
        return out.toByteArray();
    }

    private static void message(ByteArrayOutputStream out, Random random, boolean masked, int opcode, byte[] payload) {
        int from = 0;
        int next = opcode;
        while (random.nextInt(3) == 0) {
            int to = from + random.nextInt(payload.length - from + 1);
            frame(out, random, masked, next, java.util.Arrays.copyOfRange(payload, from, to));
            frame(out, random, masked, 0x89, "ping".getBytes(UTF_8));
            from = to;
            next = 0;
        }
        frame(out, random, masked, 0x80 | next, java.util.Arrays.copyOfRange(payload, from, payload.length));
    }

    private static void frame(ByteArrayOutputStream out, Random random, boolean masked, int first, byte[] payload) {
        ByteBuffer head = ByteBuffer.allocate(14).put((byte) first);
        int bit = masked ? 0x80 : 0;
        if (payload.length < 126) {
            head.put((byte) (bit | payload.length));
        } else if (payload.length < 65_536) {
            head.put((byte) (bit | 126)).putShort((short) payload.length);
        } else {
            head.put((byte) (bit | 127)).putLong(payload.length);
        }
        byte[] mask = new byte[4];
        if (masked) {
            random.nextBytes(mask);
            head.put(mask);
        }
        out.write(head.array(), 0, head.position());
        for (int i = 0; i < payload.length; i++) {
            out.write(payload[i] ^ mask[i & 3]);
        }
    }

    private static List<String> heard(byte[] bytes, Random random) {
        List<String> heard = new ArrayList<>();
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        FrameReader reader = new FrameReader(new FrameReader.Messages() {
            @Override
            public void text(byte[] part, int from, int to) {
                message.write(part, from, to - from);
            }

            @Override
            public void textEnded() {
                heard.add(message.toString(UTF_8));
                message.reset();
            }

            @Override
            public void closing() {
                heard.add("close");
            }
        });
        int largest = 1 + random.nextInt(3000);
        for (int from = 0; from < bytes.length; ) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(largest));
            reader.accept(ByteBuffer.wrap(bytes, from, to - from));
            from = to;
        }
        return heard;
    }
}
