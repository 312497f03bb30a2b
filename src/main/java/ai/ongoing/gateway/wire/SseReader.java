package ai.ongoing.gateway.wire;

/**
 * Cuts a stream of server-sent events into events, at any split of the bytes: line ends LF, CR or CRLF, comments, several
 * data lines, a byte order mark. Data is handed on as it passes and never kept, so a line may have any length. An event
 * without its blank line at the end of the stream is not announced by {@link Events#ended}, though its data was passed
 * on. One stream, one thread.
 */
public final class SseReader implements ByteSink {

    /** Hears the events. */
    public interface Events {

        /** A piece of the event's data; lines are joined by a line feed. */
        void data(byte[] bytes, int from, int to);

        /**
         * The event is complete. Not called for events without data.
         *
         * @param name the event's name, empty when it has none; valid during the call
         */
        void ended(Text name);
    }

    private static final byte[] LINE_FEED = {'\n'};
    private static final byte[] DATA = {'d', 'a', 't', 'a'};
    private static final byte[] EVENT = {'e', 'v', 'e', 'n', 't'};

    private enum State {
        NAME,
        BEFORE_VALUE,
        VALUE
    }

    private enum Field {
        DATA,
        EVENT,
        OTHER
    }

    private final Events events;
    private final Text fieldName = new Text();
    private final Text eventName = new Text();
    private State state = State.NAME;
    private Field field = Field.OTHER;
    private boolean hasData;
    private boolean afterCarriageReturn;

    public SseReader(Events events) {
        this.events = events;
    }

    @Override
    public void accept(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            byte c = bytes[i];
            if (c == '\n' && afterCarriageReturn) {
                afterCarriageReturn = false;
                i++;
                continue;
            }
            afterCarriageReturn = c == '\r';
            if (c == '\n' || c == '\r') {
                lineEnded();
                i++;
            } else {
                i = withinLine(bytes, i, to);
            }
        }
    }

    private int withinLine(byte[] bytes, int from, int to) {
        return switch (state) {
            case NAME -> {
                name(bytes[from]);
                yield from + 1;
            }
            case BEFORE_VALUE -> {
                state = State.VALUE;
                yield bytes[from] == ' ' ? from + 1 : from;
            }
            case VALUE -> value(bytes, from, to);
        };
    }

    private void name(byte c) {
        if (c == ':') {
            nameEnded();
            state = State.BEFORE_VALUE;
        } else if (!byteOrderMark(c)) {
            fieldName.append(c);
        }
    }

    /** No field this reader knows holds these bytes, so they may be dropped wherever they stand in a name. */
    private static boolean byteOrderMark(byte c) {
        return c == (byte) 0xEF || c == (byte) 0xBB || c == (byte) 0xBF;
    }

    private void nameEnded() {
        if (fieldName.is(DATA)) {
            field = Field.DATA;
            if (hasData) {
                events.data(LINE_FEED, 0, 1);
            }
            hasData = true;
        } else if (fieldName.is(EVENT)) {
            field = Field.EVENT;
            eventName.clear();
        } else {
            field = Field.OTHER;
        }
    }

    private int value(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && bytes[end] != '\n' && bytes[end] != '\r') {
            end++;
        }
        switch (field) {
            case DATA -> events.data(bytes, from, end);
            case EVENT -> {
                for (int i = from; i < end; i++) {
                    eventName.append(bytes[i]);
                }
            }
            case OTHER -> {
                // comments, ids, retry times
            }
        }
        return end;
    }

    private void lineEnded() {
        if (state == State.NAME) {
            if (fieldName.length() == 0) {
                eventEnded();
            } else {
                nameEnded();
            }
        }
        fieldName.clear();
        state = State.NAME;
    }

    private void eventEnded() {
        if (hasData) {
            events.ended(eventName);
        }
        hasData = false;
        eventName.clear();
    }
}
