package ai.ongoing.gateway.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.trace.Body;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** How captured bytes become a stored body. */
final class StoredBodyTest {

    private static final int LIMIT = 1000;

    @Test
    void dropsTheHalfCharacterAtTheEndOfATruncatedCapture() {
        byte[] euro = "ab€".getBytes(StandardCharsets.UTF_8);

        for (int cut = 1; cut <= 2; cut++) {
            byte[] captured = Arrays.copyOf(euro, euro.length - cut);
            assertThat(StoredBody.of(captured, true, "", LIMIT)).isEqualTo(new StoredBody(Body.text("ab"), true, null));
        }
        assertThat(StoredBody.of(euro, true, "", LIMIT).body()).isEqualTo(Body.text("ab€"));
    }

    @Test
    void keepsTheBytesWhenACharacterIsBrokenAnywhereElse() {
        byte[] broken = {'a', (byte) 0xe2, 'b'};

        assertThat(StoredBody.of(broken, true, "", LIMIT).body()).isEqualTo(base64(broken));
        assertThat(StoredBody.of(new byte[] {'a', (byte) 0xe2}, false, "", LIMIT)
                        .body())
                .isEqualTo(base64(new byte[] {'a', (byte) 0xe2}));
    }

    @Test
    void undoesGzipAndBothKindsOfDeflate() throws IOException {
        assertThat(StoredBody.of(gzip("hello ü"), false, "gzip", LIMIT)).isEqualTo(text("hello ü", false));
        assertThat(StoredBody.of(gzip("hello"), false, " X-GZIP ", LIMIT)).isEqualTo(text("hello", false));
        assertThat(StoredBody.of(deflate("hello", false), false, "deflate", LIMIT))
                .isEqualTo(text("hello", false));
        assertThat(StoredBody.of(deflate("hello", true), false, "deflate", LIMIT))
                .isEqualTo(text("hello", false));
    }

    @Test
    void undoesZstd() {
        byte[] packed = Zstd.compress("hello ü".getBytes(StandardCharsets.UTF_8));

        assertThat(StoredBody.of(packed, false, "zstd", LIMIT)).isEqualTo(text("hello ü", false));
    }

    @Test
    void keepsWhatCanBeReadOfACodedBodyThatWasCutOff() throws IOException {
        byte[] whole = gzip("0123456789".repeat(50));
        StoredBody stored = StoredBody.of(Arrays.copyOf(whole, whole.length - 8), true, "gzip", LIMIT);

        assertThat(stored.truncated()).isTrue();
        assertThat(stored.coding()).isNull();
        assertThat(stored.body().text()).startsWith("0123456789");
    }

    @Test
    void storesNoMoreOfADecompressionBombThanTheLimit() throws IOException {
        StoredBody stored = StoredBody.of(gzip("0".repeat(5_000_000)), false, "gzip", LIMIT);

        assertThat(stored.body().text()).hasSize(LIMIT);
        assertThat(stored.truncated()).isTrue();
    }

    @Test
    void doesNotCallABodyOfExactlyTheLimitTruncated() throws IOException {
        assertThat(StoredBody.of(gzip("0".repeat(LIMIT)), false, "gzip", LIMIT).truncated())
                .isFalse();
    }

    @Test
    void keepsTheBytesAndTheirCodingWhenTheCodingCannotBeUndone() {
        byte[] packed = {0x1b, 0x2a, 0x00};

        assertThat(StoredBody.of(packed, false, "zstd", LIMIT))
                .isEqualTo(new StoredBody(base64(packed), false, "zstd"));
        assertThat(StoredBody.of(packed, false, "gzip", LIMIT))
                .isEqualTo(new StoredBody(base64(packed), false, "gzip"));
        assertThat(StoredBody.of(packed, false, "gzip, br", LIMIT).coding()).isEqualTo("gzip, br");
    }

    @Test
    void takesAnEmptyBodyForNone() {
        assertThat(StoredBody.of(new byte[0], false, "gzip", LIMIT)).isEqualTo(StoredBody.none());
    }

    private static StoredBody text(String text, boolean truncated) {
        return new StoredBody(Body.text(text), truncated, null);
    }

    private static Body base64(byte[] bytes) {
        return new Body(Base64.getEncoder().encodeToString(bytes), Body.BASE64);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] deflate(String text, boolean bare) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Deflater deflater = new Deflater(9, bare);
                DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
