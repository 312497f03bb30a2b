package ai.ongoing.gateway.startup;

import ai.ongoing.gateway.http.CorrelationId;
import ai.ongoing.gateway.http.ErrorBody;
import ai.ongoing.gateway.http.RequestLog;
import java.net.URI;
import java.net.URISyntaxException;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;

/**
 * Refuses requests whose target is no URI ({@code /api/%zz}) in the API's words. WebFlux cannot even be asked about them:
 * the library behind it answers with a bare status. Providers judge their own targets.
 */
public final class MalformedTargets {

    private final RequestLog log;

    public MalformedTargets(RequestLog log) {
        this.log = log;
    }

    /** Adds itself behind the providers' routes and before all else. */
    public HttpServerRoutes register(HttpServerRoutes routes) {
        return routes.route(request -> isMalformed(request.uri()), this::refuse);
    }

    private static boolean isMalformed(String target) {
        try {
            new URI(target.startsWith("/") ? "http://gateway" + target : target);
            return false;
        } catch (URISyntaxException malformed) {
            return true;
        }
    }

    private Publisher<Void> refuse(HttpServerRequest request, HttpServerResponse response) {
        String id = CorrelationId.accept(request.requestHeaders()::get);
        String target = request.uri();
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        log.requestComplete(new RequestLog.Entry(id, request.method().name(), path, 400, 0));
        byte[] body = ErrorBody.json("the request target is not a valid URI");
        return response.status(400)
                .header(CorrelationId.HEADER, id)
                .header("Content-Type", ErrorBody.JSON_TYPE)
                .header("Content-Length", Integer.toString(body.length))
                .sendByteArray(Mono.just(body));
    }
}
