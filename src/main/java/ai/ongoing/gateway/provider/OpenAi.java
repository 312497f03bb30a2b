package ai.ongoing.gateway.provider;

/** Reads nothing yet. */
final class OpenAi implements Vendor {

    @Override
    public ResponseReader responseReader(ResponseHead head) {
        return UnreadResponse.INSTANCE;
    }
}
