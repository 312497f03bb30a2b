package ai.ongoing.gateway.provider;

import org.jspecify.annotations.Nullable;

/**
 * What must be known of an exchange before its response body can be read.
 *
 * @param method request method
 * @param path request path below the gateway's prefix, without query, as the provider sees it
 * @param status response status
 * @param contentType response content type, null when absent
 * @param contentEncoding response content coding, null when absent
 */
public record ResponseHead(
        String method,
        String path,
        int status,
        @Nullable String contentType,
        @Nullable String contentEncoding) {}
