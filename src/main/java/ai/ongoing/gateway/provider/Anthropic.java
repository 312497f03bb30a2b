package ai.ongoing.gateway.provider;

/** Reads nothing yet. */
final class Anthropic implements Vendor {

    @Override
    public ResponseReader responseReader(ResponseHead head) {
        return UnreadResponse.INSTANCE;
    }
}
