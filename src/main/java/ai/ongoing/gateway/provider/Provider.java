package ai.ongoing.gateway.provider;

import org.jspecify.annotations.Nullable;

/**
 * A family of wire formats: hands out the readers for one exchange. "Provider" means the route, so an OpenAI-compatible
 * upstream behind the OpenAI route is read by the OpenAI rules. Immutable; readers are made per exchange and belong to
 * one thread at a time.
 */
public final class Provider {

    /** OpenAI and every upstream that speaks its formats. */
    public static final Provider OPENAI = new Provider("openai", new OpenAi());

    /** Anthropic's own formats. */
    public static final Provider ANTHROPIC = new Provider("anthropic", new Anthropic());

    private final String name;
    private final Vendor vendor;

    private Provider(String name, Vendor vendor) {
        this.name = name;
        this.vendor = vendor;
    }

    /**
     * The provider configured under this name.
     *
     * @throws IllegalArgumentException for any other name
     */
    public static Provider named(String name) {
        return switch (name) {
            case "openai" -> OPENAI;
            case "anthropic" -> ANTHROPIC;
            default ->
                throw new IllegalArgumentException("unknown provider \"" + name + "\": write openai or anthropic");
        };
    }

    /** The name in configuration, traces and price entries. */
    public String name() {
        return name;
    }

    /**
     * A reader for one request body.
     *
     * @param path request path below the gateway's prefix, without query
     * @param contentType request content type, null when absent
     */
    public RequestReader requestReader(String method, String path, @Nullable String contentType) {
        return RequestReaders.of(contentType);
    }

    /** A reader for one response body. */
    public ResponseReader responseReader(ResponseHead head) {
        return vendor.responseReader(head);
    }

    @Override
    public String toString() {
        return name;
    }
}
