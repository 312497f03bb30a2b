package ai.ongoing.gateway.provider;

import org.jspecify.annotations.Nullable;

/**
 * Where a route leads: hands out the readers for one exchange. The shape of a body follows from the path, not from the
 * name, since many upstreams speak another vendor's formats as well as their own; the name says whose prices come first.
 * Immutable; readers are made per exchange and belong to one thread at a time.
 */
public final class Provider {

    /** OpenAI and every upstream that speaks its formats. */
    public static final Provider OPENAI = new Provider("openai", Endpoint.Shape.OPENAI);

    /** Anthropic. */
    public static final Provider ANTHROPIC = new Provider("anthropic", Endpoint.Shape.ANTHROPIC);

    private final String name;
    private final Endpoint.Shape usual;

    private Provider(String name, Endpoint.Shape usual) {
        this.name = name;
        this.usual = usual;
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
     * @param path request path below the gateway's prefix; a query is ignored
     * @param contentType request content type, null when absent
     */
    public RequestReader requestReader(String method, String path, @Nullable String contentType) {
        return RequestBody.reader(Endpoint.of(method, path, usual), contentType);
    }

    /** A reader for one response body. */
    public ResponseReader responseReader(ResponseHead head) {
        return BodyReader.of(Endpoint.of(head.method(), head.path(), usual), head);
    }

    @Override
    public String toString() {
        return name;
    }
}
