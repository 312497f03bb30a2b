package ai.ongoing.gateway.storage.bulk.write;

/**
 * Says whether jsonb takes a document: JSON by RFC 8259, without an escaped NUL or half a surrogate pair, and well within
 * the server's limits for numbers and depth. Doubt means no, because a document that is not sent as jsonb still has its
 * exact text. One pass, no objects.
 */
final class Documents {

    private static final int DEEPEST = 200;
    private static final int LONGEST_NUMBER = 300;
    private static final int LARGEST_EXPONENT_DIGITS = 3;

    private final byte[] text;
    private final int stop;
    private int at;
    private boolean broken;

    private Documents(byte[] text, int at, int length) {
        this.text = text;
        this.at = at;
        this.stop = at + length;
    }

    static boolean acceptable(byte[] text, int at, int length) {
        Documents document = new Documents(text, at, length);
        document.blanks();
        document.value(0);
        document.blanks();
        return !document.broken && document.at == document.stop;
    }

    private void value(int depth) {
        if (broken || at >= stop || depth > DEEPEST) {
            broken = true;
            return;
        }
        switch (text[at]) {
            case '{' -> members(depth, '}', true);
            case '[' -> members(depth, ']', false);
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        }
    }

    private void members(int depth, char close, boolean named) {
        at++;
        blanks();
        if (take(close)) {
            return;
        }
        do {
            if (named) {
                blanks();
                string();
                blanks();
                broken |= !take(':');
            }
            blanks();
            value(depth + 1);
            blanks();
        } while (!broken && take(','));
        broken |= !take(close);
    }

    private void string() {
        if (!take('"')) {
            broken = true;
            return;
        }
        while (!broken && at < stop && text[at] != '"') {
            if (text[at] == '\\') {
                escape();
            } else {
                broken = text[at] >= 0 && text[at] < ' ';
                at++;
            }
        }
        broken |= !take('"');
    }

    private void escape() {
        int next = at + 1 < stop ? text[at + 1] : 0;
        if (next != 'u') {
            broken = "\"\\/bfnrt".indexOf(next) < 0;
            at += 2;
            return;
        }
        int unit = hex(at + 2);
        at += 6;
        if (Character.isHighSurrogate((char) unit) && at + 1 < stop && text[at] == '\\' && text[at + 1] == 'u') {
            broken = unit < 0 || !Character.isLowSurrogate((char) hex(at + 2));
            at += 6;
        } else {
            broken = unit <= 0 || Character.isSurrogate((char) unit);
        }
    }

    private int hex(int from) {
        int number = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = i < stop ? Character.digit(text[i], 16) : -1;
            if (digit < 0) {
                return -1;
            }
            number = number << 4 | digit;
        }
        return number;
    }

    private void number() {
        int from = at;
        take('-');
        if (!take('0')) {
            digits();
        }
        if (take('.')) {
            digits();
        }
        if (take('e') || take('E')) {
            if (!take('+')) {
                take('-');
            }
            int exponent = at;
            digits();
            broken |= at - exponent > LARGEST_EXPONENT_DIGITS;
        }
        broken |= at - from > LONGEST_NUMBER;
    }

    private void digits() {
        int from = at;
        while (at < stop && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        broken |= at == from;
    }

    private void word(String word) {
        for (int i = 0; i < word.length() && !broken; i++) {
            broken = !take(word.charAt(i));
        }
    }

    private boolean take(char expected) {
        if (at < stop && text[at] == expected) {
            at++;
            return true;
        }
        return false;
    }

    private void blanks() {
        while (at < stop && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
            at++;
        }
    }
}
