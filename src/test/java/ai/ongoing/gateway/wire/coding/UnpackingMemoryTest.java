package ai.ongoing.gateway.wire.coding;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many answers unpacked at once: their windows together stay within what they share. */
final class UnpackingMemoryTest {

    private static final int BLOCKS = (16 << 20) / UnpackingLimit.BLOCK;
    private static final int LARGE = 3 << 20;
    private static final int SMALL = UnpackingLimit.BLOCK - 1;

    /** A block of zstd comes out when its last byte is there. */
    private static final int LAST = 200 * 1024;

    private final Semaphore windows = new Semaphore(BLOCKS);

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd"})
    void givesUpAnswersForWhoseWindowsThereIsNoRoom(String coding) throws IOException {
        byte[] large = packed(coding, LARGE);
        byte[] small = packed(coding, SMALL);
        List<ContentDecoder> open = new ArrayList<>();
        int held = 0;
        for (int answer = 0; answer < 40; answer++) {
            ContentDecoder decoder = decoder(coding);
            open.add(decoder);
            // All but the end, with which a decoder of br is done.
            long unpacked = unpackedOf(decoder, large, large.length - 1);
            boolean through = unpacked > LARGE - LAST;
            assertThat(through).as("answer %d, %d bytes", answer, unpacked).isEqualTo(answer < 5);
            held += through ? (int) (unpacked / UnpackingLimit.BLOCK) : 0;
            assertThat(decoder.corrupt()).isFalse();
        }
        assertThat(windows.availablePermits()).as("those given up hold nothing").isEqualTo(BLOCKS - held);

        windows.drainPermits();
        try (ContentDecoder decoder = decoder(coding)) {
            assertThat(unpackedOf(decoder, small, small.length))
                    .as("without a block")
                    .isEqualTo(SMALL);
            assertThat(decoder.whole()).isTrue();
        }
        windows.release(BLOCKS - held);

        for (ContentDecoder decoder : open.subList(5, 40)) {
            unpackedOf(decoder, large, 1);
            assertThat(decoder.whole()).isFalse();
            decoder.close();
        }
        open.subList(0, 5).forEach(ContentDecoder::close);
        assertThat(windows.availablePermits()).isEqualTo(BLOCKS);
        try (ContentDecoder decoder = decoder(coding)) {
            assertThat(unpackedOf(decoder, large, large.length)).isEqualTo(LARGE);
            assertThat(decoder.whole()).isTrue();
        }
        assertThat(windows.availablePermits()).isEqualTo(BLOCKS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd"})
    void givesBackAllThatManyTookAtOnce(String coding) throws Exception {
        byte[] large = packed(coding, LARGE);
        try (ExecutorService loops = Executors.newFixedThreadPool(8)) {
            List<Future<Boolean>> answers = new ArrayList<>();
            for (int answer = 0; answer < 64; answer++) {
                answers.add(loops.submit(() -> {
                    try (ContentDecoder decoder = decoder(coding)) {
                        boolean all = unpackedOf(decoder, large, large.length) == LARGE;
                        assertThat(decoder.whole())
                                .as("whole just when all was seen")
                                .isEqualTo(all);
                        return all;
                    }
                }));
            }
            int whole = 0;
            for (Future<Boolean> answer : answers) {
                whole += answer.get() ? 1 : 0;
            }
            assertThat(whole).as("answers that found room").isPositive();
        }
        assertThat(windows.availablePermits()).isEqualTo(BLOCKS);
    }

    @Test
    void anAnswerHoldsNoMoreThanTheWindowItAskedFor() throws IOException {
        Brotli4jLoader.ensureAvailability();
        byte[] br = Encoder.compress(
                plain(LARGE), new Encoder.Parameters().setQuality(4).setWindow(18));
        assertThat(blocksHeldBy(decoder("br"), br)).isEqualTo(4);
        assertThat(blocksHeldBy(decoder("zstd"), zstd(plain(LARGE), 18))).isEqualTo(4);
    }

    /** Once all but the end is unpacked; 256 KiB are four. */
    private int blocksHeldBy(ContentDecoder unpacking, byte[] packed) {
        try (ContentDecoder decoder = unpacking) {
            unpackedOf(decoder, packed, packed.length - 1);
            return BLOCKS - windows.availablePermits();
        }
    }

    @ParameterizedTest
    @CsvSource({"0x00, 16", "0x01, 17", "0x0f, 24", "0x03, 18", "0x21, 10", "0x71, 15", "0xfe, 16"})
    void readsTheWindowOfABrotliStream(String first, int bits) {
        assertThat(BrotliDecoder.windowBits((byte) (int) Integer.decode(first))).isEqualTo(bits);
    }

    @Test
    void theWindowsOfAProcessMayHoldHalfAsMuchAsItsHeap() {
        long half = Runtime.getRuntime().maxMemory() / 2;
        // Other tests may be unpacking at this moment.
        assertThat((long) UnpackingLimit.WINDOWS.availablePermits() * UnpackingLimit.BLOCK)
                .isBetween(half * 9 / 10, half);
    }

    private ContentDecoder decoder(String coding) {
        return coding.equals("br") ? new BrotliDecoder(windows) : new ZstdDecoder(windows);
    }

    /** Passes the first bytes in pieces and counts what comes out. */
    private static long unpackedOf(ContentDecoder decoder, byte[] packed, int length) {
        long[] unpacked = new long[1];
        for (int at = 0; at < length; at += 1024) {
            decoder.accept(packed, at, Math.min(length, at + 1024), (bytes, from, to) -> unpacked[0] += to - from);
        }
        return unpacked[0];
    }

    /** Text that packs to about half its size. */
    private static byte[] packed(String coding, int length) throws IOException {
        byte[] plain = plain(length);
        Brotli4jLoader.ensureAvailability();
        // At its best, which is what it does unasked, br packs for seconds.
        return coding.equals("br") ? Encoder.compress(plain, new Encoder.Parameters().setQuality(4)) : zstd(plain, 22);
    }

    private static byte[] zstd(byte[] plain, int windowLog) {
        try (ZstdCompressCtx context = new ZstdCompressCtx()) {
            return context.setLevel(3).setWindowLog(windowLog).compress(plain);
        }
    }

    private static byte[] plain(int length) {
        Random random = new Random(11);
        StringBuilder text = new StringBuilder(length);
        while (text.length() < length) {
            text.append(Long.toHexString(random.nextLong()));
        }
        return text.substring(0, length).getBytes(US_ASCII);
    }
}
