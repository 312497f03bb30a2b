package ai.ongoing.gateway.wire;

import ai.ongoing.gateway.wire.JsonFields.Node;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON document as its bytes pass and reports the watched values only. Stops and resumes at any byte, keeps a
 * bit for each open bracket and one short text, and allocates nothing while it reads. Malformed input, or more than
 * {@value #DEEPEST} open brackets, ends the reading silently; what was reported stays reported. Structure is checked as
 * far as it is needed to find one's way: unwatched scalars pass unexamined. One document, one thread.
 */
public final class JsonScanner implements ByteSink {

    /** The largest number reported; larger ones count as not stated, so that sums of counts cannot overflow. */
    public static final long LARGEST = 1_000_000_000_000_000L;

    private static final int DEEPEST = 512;

    private enum State {
        VALUE,
        FIRST_ELEMENT,
        FIRST_KEY,
        KEY,
        COLON,
        AFTER,
        STRING,
        ESCAPE,
        SCALAR,
        DONE,
        FAILED
    }

    private final JsonFields fields;
    private final JsonSink sink;
    private final long[] objects = new long[DEEPEST / Long.SIZE];
    private final @Nullable Node[] nodes = new @Nullable Node[8];
    private final Text scratch = new Text();
    private final JsonEscape escape = new JsonEscape();

    private State state = State.VALUE;
    private int depth;
    private @Nullable Node target;
    private boolean key;
    private boolean kept;

    public JsonScanner(JsonFields fields, JsonSink sink) {
        this.fields = fields;
        this.sink = sink;
        this.target = fields.root;
    }

    /** Forgets the document, for the next one. */
    public void reset() {
        state = State.VALUE;
        depth = 0;
        target = fields.root;
    }

    /** Whether a whole document was read; what follows it is ignored. */
    public boolean ended() {
        return state == State.DONE;
    }

    @Override
    public void accept(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            switch (state) {
                case STRING -> i = string(bytes, i, to);
                case SCALAR -> i = scalar(bytes, i, to);
                case ESCAPE -> escape(bytes[i++]);
                case DONE, FAILED -> i = to;
                default -> structure(bytes[i++]);
            }
        }
    }

    private void structure(byte c) {
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            return;
        }
        switch (state) {
            case VALUE -> value(c);
            case FIRST_ELEMENT -> {
                if (c == ']') {
                    close();
                } else {
                    value(c);
                }
            }
            case FIRST_KEY -> {
                if (c == '}') {
                    close();
                } else {
                    key(c);
                }
            }
            case KEY -> key(c);
            case COLON -> state = c == ':' ? State.VALUE : State.FAILED;
            default -> after(c);
        }
    }

    private void key(byte c) {
        if (c != '"') {
            state = State.FAILED;
            return;
        }
        key = true;
        begin(State.STRING, node() != null);
    }

    private void value(byte c) {
        switch (c) {
            case '{', '[' -> open(c == '{');
            case '"' -> {
                key = false;
                begin(State.STRING, watched());
            }
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 't', 'f', 'n' -> {
                begin(State.SCALAR, watched());
                keep(c);
            }
            default -> state = byteOrderMark(c) ? state : State.FAILED;
        }
    }

    private boolean byteOrderMark(byte c) {
        return depth == 0 && (c == (byte) 0xEF || c == (byte) 0xBB || c == (byte) 0xBF);
    }

    private boolean watched() {
        return target != null && target.field != JsonFields.NONE;
    }

    private void begin(State next, boolean keep) {
        state = next;
        kept = keep;
        escape.clear();
        scratch.clear();
    }

    private void keep(byte c) {
        if (kept) {
            scratch.append(c);
        }
    }

    private void keepAll(byte[] bytes, int from, int to) {
        if (kept) {
            for (int i = from; i < to; i++) {
                scratch.append(bytes[i]);
            }
        }
    }

    private void open(boolean object) {
        if (depth == DEEPEST) {
            state = State.FAILED;
            return;
        }
        Node node = target;
        if (node != null && node.field != JsonFields.NONE) {
            sink.absent(node.field);
            sink.opened(node.field);
        }
        if (depth < nodes.length) {
            nodes[depth] = node;
        }
        long bit = 1L << depth;
        objects[depth >> 6] = object ? objects[depth >> 6] | bit : objects[depth >> 6] & ~bit;
        depth++;
        state = object ? State.FIRST_KEY : State.FIRST_ELEMENT;
        target = object || node == null ? null : element(node);
    }

    /** The elements of a root array are read like the root: some vendors wrap an error document in one. */
    private @Nullable Node element(Node array) {
        return array == fields.root ? array : array.element();
    }

    private @Nullable Node node() {
        return depth == 0 || depth > nodes.length ? null : nodes[depth - 1];
    }

    private boolean inObject() {
        return (objects[(depth - 1) >> 6] & (1L << (depth - 1))) != 0;
    }

    private void close() {
        Node node = node();
        depth--;
        if (node != null && node.field != JsonFields.NONE) {
            sink.closed(node.field);
        }
        valueEnded();
    }

    private void valueEnded() {
        state = depth == 0 ? State.DONE : State.AFTER;
    }

    private void after(byte c) {
        boolean object = inObject();
        if (c == ',') {
            state = object ? State.KEY : State.VALUE;
            Node node = node();
            target = object || node == null ? null : element(node);
        } else if (c == (object ? '}' : ']')) {
            close();
        } else {
            state = State.FAILED;
        }
    }

    private int string(byte[] bytes, int from, int to) {
        int i = StringBytes.plainEnd(bytes, from, to);
        if (i > from) {
            escape.clear();
            keepAll(bytes, from, i);
        }
        if (i == to) {
            return i;
        }
        if (bytes[i] == '\\') {
            state = State.ESCAPE;
        } else {
            stringEnded();
        }
        return i + 1;
    }

    private void stringEnded() {
        if (key) {
            Node node = node();
            target = node == null || scratch.tooLong() ? null : node.child(scratch);
            state = State.COLON;
            return;
        }
        Node node = target;
        if (node != null && node.field != JsonFields.NONE) {
            sink.absent(node.field);
            if (!scratch.tooLong()) {
                sink.text(node.field, scratch);
            }
        }
        valueEnded();
    }

    private void escape(byte c) {
        switch (escape.accept(c, kept ? scratch : null)) {
            case MORE -> {
                // four hexadecimal digits take four calls
            }
            case DONE -> state = State.STRING;
            case WRONG -> state = State.FAILED;
        }
    }

    private int scalar(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && partOfScalar(bytes[i])) {
            keep(bytes[i++]);
        }
        if (i < to) {
            Node node = target;
            if (kept && node != null) {
                Scalar.report(node.field, scratch, sink);
            }
            valueEnded();
        }
        return i;
    }

    private static boolean partOfScalar(byte c) {
        boolean digit = c >= '0' && c <= '9';
        boolean letter = c >= 'a' && c <= 'z';
        return digit || letter || c == '.' || c == '-' || c == '+' || c == 'E';
    }
}
