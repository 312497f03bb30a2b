package ai.ongoing.gateway.wire.coding;

import ai.ongoing.gateway.wire.ByteSink;

/**
 * The coding "gzip": one or more members one after the other, each with header, data, checksum and size. Bytes after a
 * member that do not begin another are ignored, as gzip itself does.
 */
final class GzipDecoder implements ContentDecoder {

    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int HEADER_CHECK = 2;

    private enum Part {
        FIXED,
        EXTRA_LENGTH,
        EXTRA,
        NAME,
        COMMENT,
        HEADER_CHECK,
        DATA,
        TRAILER,
        OVER
    }

    private final Inflation inflation = new Inflation(true);
    private Part part = Part.FIXED;
    private int seen;
    private int flags;
    private int extraLength;
    private long trailer;
    private boolean corrupt;
    private boolean anyMember;

    @Override
    public void accept(byte[] bytes, int from, int to, ByteSink out) {
        int i = from;
        while (i < to && part != Part.OVER) {
            if (part == Part.DATA) {
                i = inflation.accept(bytes, i, to, out);
                dataAdvanced();
            } else {
                frame(bytes[i++] & 0xFF);
            }
        }
    }

    private void dataAdvanced() {
        if (inflation.corrupt()) {
            fail();
        } else if (inflation.finished()) {
            enter(Part.TRAILER);
            trailer = 0;
        }
    }

    private void frame(int value) {
        seen++;
        switch (part) {
            case FIXED -> fixed(value);
            case EXTRA_LENGTH -> {
                extraLength |= value << (seen == 1 ? 0 : 8);
                if (seen == 2) {
                    enter(extraLength == 0 ? afterExtra() : Part.EXTRA);
                }
            }
            case EXTRA -> enterWhen(seen == extraLength, afterExtra());
            case NAME -> enterWhen(value == 0, afterName());
            case COMMENT -> enterWhen(value == 0, afterComment());
            case HEADER_CHECK -> enterWhen(seen == 2, Part.DATA);
            default -> trailer(value);
        }
    }

    private void fixed(int value) {
        boolean wrong = (seen == 1 && value != 0x1F) || (seen == 2 && value != 0x8B) || (seen == 3 && value != 8);
        if (wrong) {
            corrupt |= !anyMember;
            part = Part.OVER;
            return;
        }
        if (seen == 4) {
            flags = value;
            extraLength = 0;
        }
        enterWhen(seen == 10, (flags & EXTRA) != 0 ? Part.EXTRA_LENGTH : afterExtra());
    }

    private Part afterExtra() {
        return (flags & NAME) != 0 ? Part.NAME : afterName();
    }

    private Part afterName() {
        return (flags & COMMENT) != 0 ? Part.COMMENT : afterComment();
    }

    private Part afterComment() {
        return (flags & HEADER_CHECK) != 0 ? Part.HEADER_CHECK : Part.DATA;
    }

    private void trailer(int value) {
        trailer |= (long) value << (8 * (seen - 1));
        if (seen < 8) {
            return;
        }
        if ((int) trailer != inflation.checksum() || (int) (trailer >>> 32) != inflation.size()) {
            fail();
            return;
        }
        anyMember = true;
        inflation.reset();
        enter(Part.FIXED);
    }

    private void enterWhen(boolean reached, Part next) {
        if (reached) {
            enter(next);
        }
    }

    private void enter(Part next) {
        part = next;
        seen = 0;
    }

    private void fail() {
        corrupt = true;
        part = Part.OVER;
    }

    @Override
    public boolean whole() {
        return !corrupt && (part == Part.OVER || (part == Part.FIXED && seen == 0));
    }

    @Override
    public boolean corrupt() {
        return corrupt;
    }

    @Override
    public void close() {
        inflation.close();
    }
}
