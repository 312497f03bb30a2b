package ai.ongoing.gateway.trace;

/**
 * The request side of a call.
 *
 * @param provider the provider's name, {@code unknown} when blank
 * @param model the requested model, else the one the response named, else {@code unknown}
 * @param method HTTP method, {@code UNKNOWN} when blank
 * @param path decoded path as the client sent it, the gateway's prefix included, without query; {@code /} when blank
 * @param headersJson JSON object of canonical name to array of values, masked; empty when none
 * @param body captured body
 */
public record RequestPart(String provider, String model, String method, String path, String headersJson, Body body) {

    public RequestPart {
        provider = provider.isBlank() ? "unknown" : provider;
        model = model.isBlank() ? "unknown" : model;
        method = method.isBlank() ? "UNKNOWN" : method;
        path = path.isBlank() ? "/" : path;
    }
}
