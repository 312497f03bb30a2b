package ai.ongoing.gateway.transfer.copy;

/** What becomes of text that a server cannot hold: a NUL, or bytes that are not UTF-8. */
public enum BadText {
    /** The copy stops and names the value. */
    FAIL,
    /** Each NUL and each wrong byte becomes U+FFFD. The original stays in the source alone. */
    REPLACE,
    /**
     * Each becomes {@code \NNN} in octal, and each backslash of such a value is doubled: the server's own form of bytes as
     * text, so that {@code decode(value, 'escape')} makes the original again.
     */
    ESCAPE
}
