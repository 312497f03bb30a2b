package ai.ongoing.gateway.wire.coding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Codings are undone at any cut; what is missing or damaged shows. */
final class ContentDecoderTest {

    private static final String TEXT = "{\"model\":\"é\"}".repeat(500);

    @ParameterizedTest
    @ValueSource(strings = {"gzip, gzip", "br, gzip", "compress"})
    void knowsWhatItCannotRead(String coding) {
        assertThat(ContentDecoder.of(coding)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "identity", " Identity "})
    void passesBytesWithoutCoding(String coding) {
        assertThat(decoded(coding, TEXT.getBytes(UTF_8), 7)).isEqualTo(new Decoded(TEXT, true));
    }

    @Test
    void understandsEveryPartOfAGzipHeader() throws IOException {
        byte[] plain = gzip(TEXT);
        ByteArrayOutputStream rich = new ByteArrayOutputStream();
        rich.write(plain, 0, 3);
        rich.write(2 | 4 | 8 | 16);
        rich.write(plain, 4, 6);
        rich.write(new byte[] {3, 0, 'x', 'y', 'z'});
        rich.write("name\0comment\0".getBytes(UTF_8));
        rich.write(new byte[] {1, 2});
        rich.write(plain, 10, plain.length - 10);
        assertThat(decoded("gzip", rich.toByteArray(), 1)).isEqualTo(new Decoded(TEXT, true));
    }

    @Test
    void readsMembersOneAfterTheOtherAndIgnoresPadding() throws IOException {
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.write(gzip(TEXT));
        members.write(gzip(""));
        members.write(gzip("end"));
        members.write(new byte[20]);
        for (int size : new int[] {1, 2, 13, 100_000}) {
            assertThat(decoded("x-gzip", members.toByteArray(), size)).isEqualTo(new Decoded(TEXT + "end", true));
        }
    }

    @Test
    void showsThatSomethingIsMissingAtEveryLength() throws IOException {
        byte[] bytes = gzip(TEXT);
        for (int length = 1; length < bytes.length; length++) {
            Decoded decoded = decoded("gzip", Arrays.copyOf(bytes, length), 64);
            assertThat(decoded.whole()).as("first " + length).isFalse();
            assertThat(TEXT).startsWith(decoded.text().replace("\uFFFD", ""));
        }
    }

    @Test
    void neverThrowsOnDamageAndShowsIt() throws IOException {
        byte[] bytes = gzip(TEXT);
        for (int at = 10; at < bytes.length; at++) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 0x55;
            assertThat(decoded("gzip", damaged, 64).whole()).as("byte " + at).isFalse();
        }
        assertThat(decoded("gzip", TEXT.getBytes(UTF_8), 64)).isEqualTo(new Decoded("", false));
        assertThat(decoded("deflate", TEXT.getBytes(UTF_8), 64).whole()).isFalse();
        assertThat(decoded("deflate", new byte[] {0x78, (byte) 0xBB, 0, 0, 0, 1, 5}, 1)
                        .whole())
                .isFalse();
    }

    @Test
    void takesNoBytesForAWholeBody() {
        assertThat(decoded("gzip", new byte[0], 1)).isEqualTo(new Decoded("", true));
        assertThat(decoded("deflate", new byte[0], 1)).isEqualTo(new Decoded("", true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd"})
    void undoesBrotliAndZstdAtAnyCut(String coding) throws IOException {
        byte[] bytes = packed(coding, TEXT.getBytes(UTF_8));
        for (int size : new int[] {1, 2, 13, 100_000}) {
            assertThat(decoded(coding, bytes, size)).as("pieces of " + size).isEqualTo(new Decoded(TEXT, true));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "zstd"})
    void handsOnWhatTheEncoderFlushedBeforeMoreArrives(String coding) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StringBuilder seen = new StringBuilder();
        try (OutputStream encoder = encoder(coding, bytes);
                ContentDecoder decoder = decoder(coding)) {
            for (int event = 0; event < 50; event++) {
                encoder.write(("data: " + event + "\n\n").getBytes(UTF_8));
                encoder.flush();
                decoder.accept(
                        bytes.toByteArray(),
                        0,
                        bytes.size(),
                        (piece, from, to) -> seen.append(new String(piece, from, to - from, UTF_8)));
                bytes.reset();
                assertThat(seen).endsWith("data: " + event + "\n\n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd"})
    void showsWhatIsMissingOfBrotliAndZstd(String coding) throws IOException {
        byte[] bytes = packed(coding, TEXT.getBytes(UTF_8));
        for (int length = 1; length < bytes.length; length++) {
            assertThat(decoded(coding, Arrays.copyOf(bytes, length), 64).whole())
                    .as("first " + length)
                    .isFalse();
        }
        assertThat(decoded(coding, new byte[0], 1)).isEqualTo(new Decoded("", true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd"})
    void neverThrowsOnDamagedBrotliAndZstd(String coding) throws IOException {
        byte[] bytes = packed(coding, TEXT.getBytes(UTF_8));
        for (int at = 0; at < bytes.length; at++) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 0x55;
            Decoded decoded = decoded(coding, damaged, 64);
            assertThat(decoded.whole() && decoded.text().equals(TEXT))
                    .as("byte " + at)
                    .isFalse();
        }
        assertThat(decoded("zstd", TEXT.getBytes(UTF_8), 64)).isEqualTo(new Decoded("", false));
    }

    @Test
    void readsFramesOfZstdOneAfterTheOther() throws IOException {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frames.write(packed("zstd", TEXT.getBytes(UTF_8)));
        frames.write(new byte[] {0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 'x', 'y', 'z'});
        frames.write(Zstd.compress("end".getBytes(UTF_8)));
        for (int size : new int[] {1, 2, 13, 100_000}) {
            assertThat(decoded("zstd", frames.toByteArray(), size)).isEqualTo(new Decoded(TEXT + "end", true));
        }
    }

    @Test
    void refusesAFrameOfZstdThatAsksForMoreThanEightMebibytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZstdOutputStreamNoFinalizer out = new ZstdOutputStreamNoFinalizer(bytes, 1)) {
            out.setLong(24);
            out.write(TEXT.getBytes(UTF_8));
        }
        assertThat(decoded("zstd", bytes.toByteArray(), 64)).isEqualTo(new Decoded("", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "zstd"})
    void givesABombUpSoonAndHandsItOnInSmallPieces(String coding) throws IOException {
        byte[] bomb = packed(coding, new byte[256 << 20]);
        long[] seen = new long[2];
        try (ContentDecoder decoder = decoder(coding)) {
            decoder.accept(bomb, 0, bomb.length, (bytes, from, to) -> {
                seen[0] += to - from;
                seen[1] = Math.max(seen[1], to - from);
            });
            assertThat(decoder.whole()).isFalse();
            assertThat(decoder.corrupt()).isFalse();
        }
        assertThat(seen[0]).isBetween(UnpackingLimit.FIRST, UnpackingLimit.FIRST + 256L * bomb.length);
        assertThat(seen[1]).isLessThanOrEqualTo(4096);
    }

    /** What comes after a hole is not read on, however much the later bytes would allow. */
    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "zstd"})
    void givesABombUpForGoodAlsoWhenItComesInPieces(String coding) throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (OutputStream encoder = encoder(coding, bomb)) {
            encoder.write(new byte[64 << 20]);
            encoder.flush();
            encoder.write(TEXT.getBytes(UTF_8));
        }
        long[] seen = new long[1];
        try (ContentDecoder decoder = decoder(coding)) {
            byte[] bytes = bomb.toByteArray();
            boolean[] givenUp = new boolean[1];
            for (int at = 0; at < bytes.length; at++) {
                long before = seen[0];
                decoder.accept(bytes, at, at + 1, (piece, from, to) -> {
                    seen[0] += to - from;
                    for (int i = from; i < to; i++) {
                        givenUp[0] |= piece[i] != 0;
                    }
                });
                assertThat(seen[0] - before).isLessThan(5 << 20);
            }
            assertThat(givenUp[0]).as("text behind the hole").isFalse();
            assertThat(decoder.whole()).isFalse();
            assertThat(decoder.corrupt()).isFalse();
        }
    }

    private static byte[] packed(String coding, byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream encoder = encoder(coding, bytes)) {
            encoder.write(plain);
        }
        return bytes.toByteArray();
    }

    private static OutputStream encoder(String coding, OutputStream to) throws IOException {
        return switch (coding) {
            case "gzip" -> new GZIPOutputStream(to, true);
            case "deflate" -> new DeflaterOutputStream(to);
            case "br" -> brotli(to);
            default -> new ZstdOutputStreamNoFinalizer(to).setCloseFrameOnFlush(false);
        };
    }

    private static OutputStream brotli(OutputStream to) throws IOException {
        Brotli4jLoader.ensureAvailability();
        return new BrotliOutputStream(to);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return out.toByteArray();
    }

    private static Decoded decoded(String coding, byte[] bytes, int size) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ContentDecoder decoder = decoder(coding)) {
            for (int from = 0; from < bytes.length; from += size) {
                decoder.accept(
                        bytes,
                        from,
                        Math.min(bytes.length, from + size),
                        (piece, start, end) -> out.write(piece, start, end - start));
            }
            return new Decoded(out.toString(UTF_8), decoder.whole());
        }
    }

    private static ContentDecoder decoder(String coding) {
        return Objects.requireNonNull(ContentDecoder.of(coding), coding);
    }

    private record Decoded(String text, boolean whole) {}
}
