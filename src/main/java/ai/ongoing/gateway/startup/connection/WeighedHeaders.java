package ai.ongoing.gateway.startup.connection;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import org.jspecify.annotations.Nullable;

/** Headers as the codec makes them, each weighed as it is added: one letter in a header of its own takes 130 bytes. */
final class WeighedHeaders extends DefaultHttpHeaders {

    /** What a header takes beside its letters: an entry of 56 bytes, two strings of 24 and their arrays' 16 each, rounded. */
    private static final int ENTRY = 128;

    private @Nullable HeadWeight scale;
    private long weight;

    WeighedHeaders(HeadWeight scale, DefaultHttpHeadersFactory like) {
        super(like.getNameValidator(), like.getValueValidator());
        this.scale = scale;
    }

    @Override
    public HttpHeaders add(String name, Object value) {
        weigh(name, value);
        return super.add(name, value);
    }

    @Override
    public HttpHeaders add(CharSequence name, Object value) {
        weigh(name, value);
        return super.add(name, value);
    }

    private void weigh(CharSequence name, Object value) {
        HeadWeight on = scale;
        if (on != null) {
            int letters = name.length() + (value instanceof CharSequence text ? text.length() : 0);
            if (!on.add(letters, ENTRY)) {
                throw new TooLongHttpHeaderException("no memory left for headers");
            }
            weight += letters + ENTRY;
        }
    }

    /** Ends the weighing: what is added now is not the client's. */
    long weighed() {
        scale = null;
        return weight;
    }
}
