package ai.ongoing.gateway.journal.format;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Walks over the frames of a file in bounded memory: one window that grows only for a record larger than it. Behind
 * damage it looks for the next intact frame byte by byte, so that damage costs the records it hit and no other. Not
 * thread-safe; the file stays the caller's.
 */
public final class FrameScanner {

    private static final int WINDOW = 256 * 1024;

    private final Source file;
    private byte[] window = new byte[WINDOW];
    private long windowAt;
    private int filled;
    private long next;
    private long damaged;
    private int frameAt;
    private int frameSize;

    /** Where the bytes come from. */
    @FunctionalInterface
    public interface Source {

        /** Fills the buffer from this place on, in part or whole; less than one byte says that there are no more. */
        int read(ByteBuffer into, long at) throws IOException;
    }

    /** @param from where to begin; need not be the beginning of a frame */
    public FrameScanner(Source file, long from) {
        this.file = file;
        this.windowAt = from;
        this.next = from;
    }

    /**
     * Steps to the next intact frame that ends at or before {@code limit}.
     *
     * @param limit bytes of the file that may be read; bytes before it that make no frame are counted as damage
     * @return false when there is none; all up to {@code limit} has been seen then
     */
    public boolean advance(long limit) throws IOException {
        long from = next;
        for (long at = from; at + Frame.PAYLOAD_AT <= limit; at++) {
            at = nextMarker(at, limit);
            if (at < 0) {
                break;
            }
            if (frameStands(at, limit)) {
                damaged += at - from;
                next = at + frameSize;
                return true;
            }
        }
        damaged += limit - from;
        next = limit;
        return false;
    }

    /** The first place from {@code at} on where a marker stands; -1 when none does before {@code limit}. */
    private long nextMarker(long at, long limit) throws IOException {
        for (long place = at; place + Frame.PAYLOAD_AT <= limit; place++) {
            if (!load(place, Frame.PAYLOAD_AT, limit)) {
                return -1;
            }
            ByteBuffer bytes = ByteBuffer.wrap(window);
            int last = (int) (Math.min(limit, windowAt + filled) - windowAt) - Frame.PAYLOAD_AT;
            for (int i = (int) (place - windowAt); i <= last; i++) {
                if (bytes.getInt(i) == Frame.MARKER) {
                    return windowAt + i;
                }
            }
            place = windowAt + Math.max(last, (int) (place - windowAt));
        }
        return -1;
    }

    private boolean frameStands(long at, long limit) throws IOException {
        int length = ByteBuffer.wrap(window).getInt((int) (at - windowAt) + Frame.LENGTH_AT);
        if (length < Frame.LEAST_LENGTH || length > limit - at - Frame.TYPE_AT) {
            return false;
        }
        frameSize = Frame.TYPE_AT + length;
        if (!load(at, frameSize, limit)) {
            return false;
        }
        frameAt = (int) (at - windowAt);
        return Frame.intact(window, frameAt, frameSize);
    }

    /**
     * Brings {@code count} bytes from {@code at} on into the window; false when the file is shorter than that. Nothing
     * behind the limit is read: somebody may be writing there.
     */
    private boolean load(long at, int count, long limit) throws IOException {
        if (at >= windowAt && at + count <= windowAt + filled) {
            return true;
        }
        byte[] larger = count > window.length ? new byte[count] : window.length > WINDOW ? new byte[WINDOW] : window;
        int kept = at >= windowAt && at < windowAt + filled ? (int) (windowAt + filled - at) : 0;
        kept = Math.min(kept, larger.length);
        System.arraycopy(window, kept == 0 ? 0 : (int) (at - windowAt), larger, 0, kept);
        window = larger;
        windowAt = at;
        filled = kept;
        int wanted = (int) Math.min(window.length, limit - at);
        while (filled < wanted) {
            int read = file.read(ByteBuffer.wrap(window, filled, wanted - filled), at + filled);
            if (read <= 0) {
                break;
            }
            filled += read;
        }
        return filled >= count;
    }

    /** Steps back before the frame just reached: the next step reaches it again. */
    public void again() {
        next = start();
    }

    /** The type of the frame that {@link #advance} stepped to. */
    public byte type() {
        return window[frameAt + Frame.TYPE_AT];
    }

    /** The version of the frame's content. */
    public byte version() {
        return window[frameAt + Frame.VERSION_AT];
    }

    /** The frame's content; valid until the next step. */
    public ByteBuffer payload() {
        return ByteBuffer.wrap(window, frameAt + Frame.PAYLOAD_AT, frameSize - Frame.PAYLOAD_AT)
                .slice();
    }

    /** Where the frame begins. */
    public long start() {
        return windowAt + frameAt;
    }

    /** Where the next frame is looked for: the end of the last one. */
    public long end() {
        return next;
    }

    /** Bytes passed over so far that belong to no intact frame. */
    public long damaged() {
        return damaged;
    }
}
