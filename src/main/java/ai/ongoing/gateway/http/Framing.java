package ai.ongoing.gateway.http;

import java.util.List;

/** Where the body of a message ends, as far as its transfer codings tell (RFC 9112, 6.1). */
public final class Framing {

    private Framing() {}

    /** Where the body of any other ends is anybody's guess: nothing behind it may be taken for a message. */
    public static boolean isPlain(List<String> codings) {
        return codings.isEmpty()
                || (codings.size() == 1 && codings.getFirst().strip().equalsIgnoreCase("chunked"));
    }
}
