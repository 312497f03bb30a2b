package ai.ongoing.gateway.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A canned answer: status, headers, body, the pieces it goes out in, and optionally a place where it stalls or breaks.
 * Without a content length the body is chunked, one chunk a piece.
 */
public final class Answer implements Script {

    private final String status;
    private final List<String> headers = new ArrayList<>();
    private final byte[] body;
    private List<byte[]> pieces;
    private boolean length;
    private int stallBefore = -1;
    private @Nullable CountDownLatch released;
    private long resetAt = -1;

    private Answer(String status, byte[] body) {
        this.status = status;
        this.body = body;
        this.pieces = body.length == 0 ? List.of() : List.of(body);
    }

    /**
     * An answer without headers yet.
     *
     * @param status code and reason, such as {@code 200 OK}
     */
    public static Answer of(String status, byte[] body) {
        return new Answer(status, body);
    }

    /** A JSON document with its length. */
    public static Answer json(String status, String body) {
        return of(status, body.getBytes(StandardCharsets.UTF_8))
                .header("Content-Type: application/json")
                .withLength();
    }

    /** An event stream, one chunk an event given. */
    public static Answer events(String... events) {
        Answer answer = of("200 OK", String.join("", events).getBytes(StandardCharsets.UTF_8))
                .header("Content-Type: text/event-stream");
        answer.pieces = Arrays.stream(events)
                .map(event -> event.getBytes(StandardCharsets.UTF_8))
                .toList();
        return answer;
    }

    /** A script that reads the request and never says anything. */
    public static Script silence() {
        return (request, wire) -> wire.awaitPeerClose();
    }

    /** Adds a header line, {@code Name: value}. */
    public Answer header(String line) {
        headers.add(line);
        return this;
    }

    /** Frames the body by its length instead of chunks. */
    public Answer withLength() {
        length = true;
        return this;
    }

    /** Cuts the body into pieces of this many bytes, whatever it cuts through. */
    public Answer inPiecesOf(int size) {
        List<byte[]> cut = new ArrayList<>();
        for (int at = 0; at < body.length; at += size) {
            cut.add(Arrays.copyOfRange(body, at, Math.min(body.length, at + size)));
        }
        pieces = cut;
        return this;
    }

    /** Cuts the body at random places, up to this many bytes apart. */
    public Answer inRandomPieces(RandomGenerator random, int largest) {
        List<byte[]> cut = new ArrayList<>();
        for (int at = 0; at < body.length; ) {
            int end = Math.min(body.length, at + 1 + random.nextInt(largest));
            cut.add(Arrays.copyOfRange(body, at, end));
            at = end;
        }
        pieces = cut;
        return this;
    }

    /** Says nothing between the head and piece number {@code piece} (from zero) until the latch opens. */
    public Answer stallingBefore(int piece, CountDownLatch latch) {
        stallBefore = piece;
        released = latch;
        return this;
    }

    /** Resets the connection after this many body bytes. */
    public Answer resettingAt(long offset) {
        resetAt = offset;
        return this;
    }

    @Override
    public void play(ReceivedRequest request, Wire wire) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>(headers);
        lines.add(length ? "Content-Length: " + body.length : "Transfer-Encoding: chunked");
        wire.head(status, lines.toArray(String[]::new));
        long sent = 0;
        for (int i = 0; i < pieces.size(); i++) {
            if (i == stallBefore && released != null) {
                released.await();
            }
            byte[] piece = pieces.get(i);
            if (resetAt >= 0 && sent + piece.length > resetAt) {
                write(wire, Arrays.copyOf(piece, (int) (resetAt - sent)));
                wire.reset();
                return;
            }
            write(wire, piece);
            sent += piece.length;
        }
        if (!length) {
            wire.lastChunk();
        }
    }

    private void write(Wire wire, byte[] piece) throws IOException {
        if (length) {
            wire.bytes(piece);
        } else if (piece.length > 0) {
            wire.chunk(piece);
        }
    }
}
