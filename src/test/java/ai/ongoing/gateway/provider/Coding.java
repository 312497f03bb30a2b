package ai.ongoing.gateway.provider;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Content codings as servers really write them. */
enum Coding {
    GZIP("gzip") {
        @Override
        void write(OutputStream out, byte[] body) throws IOException {
            gzipMember(out, body, 0, body.length);
        }
    },
    GZIP_OF_TWO_MEMBERS("x-gzip") {
        @Override
        void write(OutputStream out, byte[] body) throws IOException {
            gzipMember(out, body, 0, body.length / 2);
            gzipMember(out, body, body.length / 2, body.length - body.length / 2);
        }
    },
    ZLIB("deflate") {
        @Override
        void write(OutputStream out, byte[] body) throws IOException {
            try (DeflaterOutputStream deflate = new DeflaterOutputStream(out)) {
                deflate.write(body);
            }
        }
    },
    RAW_DEFLATE("deflate") {
        @Override
        void write(OutputStream out, byte[] body) throws IOException {
            Deflater raw = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
            try (DeflaterOutputStream deflate = new DeflaterOutputStream(out, raw)) {
                deflate.write(body);
            } finally {
                raw.end();
            }
        }
    },
    BROTLI("br") {
        @Override
        void write(OutputStream out, byte[] body) throws IOException {
            Brotli4jLoader.ensureAvailability();
            try (BrotliOutputStream brotli = new BrotliOutputStream(out)) {
                brotli.write(body);
            }
        }
    },
    ZSTD("zstd") {
        @Override
        void write(OutputStream out, byte[] body) throws IOException {
            try (ZstdOutputStreamNoFinalizer zstd = new ZstdOutputStreamNoFinalizer(out)) {
                zstd.write(body);
            }
        }
    };

    private final String header;

    Coding(String header) {
        this.header = header;
    }

    abstract void write(OutputStream out, byte[] body) throws IOException;

    String header() {
        return header;
    }

    byte[] encode(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            write(out, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void gzipMember(OutputStream out, byte[] body, int from, int length) throws IOException {
        GZIPOutputStream gzip = new GZIPOutputStream(out);
        gzip.write(body, from, length);
        gzip.finish();
    }
}
