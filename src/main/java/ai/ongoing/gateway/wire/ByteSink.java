package ai.ongoing.gateway.wire;

/** Takes bytes as they pass. The array belongs to the caller and may change after the call. */
@FunctionalInterface
public interface ByteSink {

    /** Takes the bytes from {@code from} (inclusive) to {@code to} (exclusive). */
    void accept(byte[] bytes, int from, int to);
}
