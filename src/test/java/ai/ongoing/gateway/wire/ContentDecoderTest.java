package ai.ongoing.gateway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Codings are undone at any cut; what is missing or damaged shows. */
final class ContentDecoderTest {

    private static final String TEXT = "{\"model\":\"é\"}".repeat(500);

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "gzip, gzip", "br, gzip", "compress"})
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

    @Test
    void handsABombOnInSmallPieces() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            byte[] zeroes = new byte[1 << 20];
            for (int i = 0; i < 64; i++) {
                gzip.write(zeroes);
            }
        }
        long[] seen = new long[2];
        try (ContentDecoder decoder = Objects.requireNonNull(ContentDecoder.of("gzip"))) {
            decoder.accept(out.toByteArray(), 0, out.size(), (bytes, from, to) -> {
                seen[0] += to - from;
                seen[1] = Math.max(seen[1], to - from);
            });
            assertThat(decoder.whole()).isTrue();
        }
        assertThat(seen[0]).isEqualTo(64L << 20);
        assertThat(seen[1]).isLessThanOrEqualTo(4096);
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
        try (ContentDecoder decoder = Objects.requireNonNull(ContentDecoder.of(coding))) {
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

    private record Decoded(String text, boolean whole) {}
}
