package ai.ongoing.gateway.provider;

import org.jspecify.annotations.Nullable;

/** Chooses, from the content type of a request, how its body is to be read. */
final class RequestReaders {

    private RequestReaders() {}

    static RequestReader of(@Nullable String contentType) {
        return UnreadRequest.INSTANCE;
    }
}
