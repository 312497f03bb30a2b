package ai.ongoing.gateway.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1 as it stands on the wire, read without any mercy or any library: heads line by line, bodies by framing. */
final class HttpWire {

    /** Takes body bytes as they arrive. */
    @FunctionalInterface
    interface Sink {
        void accept(byte[] bytes, int length) throws IOException;
    }

    private HttpWire() {}

    /** The lines of one head without their line ends; null when the peer closed before sending any of it. */
    static @Nullable List<String> readHead(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        while (true) {
            String line = readLine(in);
            if (line == null) {
                if (lines.isEmpty()) {
                    return null;
                }
                throw new EOFException("closed within a head after " + lines);
            }
            if (line.isEmpty()) {
                return lines;
            }
            lines.add(line);
        }
    }

    private static @Nullable String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next;
        while ((next = in.read()) != '\n') {
            if (next < 0) {
                if (line.size() == 0) {
                    return null;
                }
                throw new EOFException("closed within a line");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** Every value of a header, in order. */
    static List<String> values(List<String> headerLines, String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        return headerLines.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip())
                .toList();
    }

    static boolean chunked(List<String> headerLines) {
        return values(headerLines, "Transfer-Encoding").stream().anyMatch("chunked"::equalsIgnoreCase);
    }

    /** Reads exactly so many bytes. */
    static void readLength(InputStream in, long length, Sink sink) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long left = length;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new EOFException("closed with " + left + " of " + length + " body bytes missing");
            }
            sink.accept(buffer, read);
            left -= read;
        }
    }

    /** Reads chunks up to and including the terminator, trailers included. */
    static void readChunks(InputStream in, Sink sink) throws IOException {
        while (true) {
            String size = readLine(in);
            if (size == null) {
                throw new EOFException("closed before the last chunk");
            }
            long length = Long.parseLong(size.split(";", 2)[0].strip(), 16);
            if (length == 0) {
                readHead(in);
                return;
            }
            readLength(in, length, sink);
            if (!"".equals(readLine(in))) {
                throw new IOException("chunk is longer than its size says");
            }
        }
    }

    static void readToEnd(InputStream in, Sink sink) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        int read;
        while ((read = in.read(buffer)) >= 0) {
            sink.accept(buffer, read);
        }
    }
}
