package ai.ongoing.gateway.capture;

/**
 * What is kept of an exchange.
 *
 * @param bodies whether bodies are kept
 * @param bodyMaxBytes most bytes of a body that are kept, each way
 * @param gatewayKeyHeader {@code auth.header}; masked like every credential
 */
public record CaptureSettings(boolean bodies, int bodyMaxBytes, String gatewayKeyHeader) {

    public CaptureSettings {
        if (bodyMaxBytes <= 0) {
            throw new IllegalArgumentException("bodyMaxBytes must be more than zero, not " + bodyMaxBytes);
        }
    }
}
