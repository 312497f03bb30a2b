package ai.ongoing.gateway;

import ai.ongoing.gateway.api.ApiFilter;
import ai.ongoing.gateway.api.ApiRoutes;
import ai.ongoing.gateway.http.RequestLog;
import ai.ongoing.gateway.proxy.ProxyRoutes;
import ai.ongoing.gateway.startup.GatewayServer;
import ai.ongoing.gateway.startup.MalformedTargets;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.codec.ByteArrayEncoder;
import org.springframework.http.codec.EncoderHttpMessageWriter;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.RouterFunctions;

/** One port, two sides: the providers' prefixes on the bare server, everything else on WebFlux. */
@Configuration(proxyBeanMethods = false)
final class ServerWiring {

    @Bean
    NettyReactiveWebServerFactory webServerFactory(GatewayServer server, ProxyRoutes proxy, RequestLog log) {
        MalformedTargets malformed = new MalformedTargets(log);
        return server.factory(routes -> malformed.register(proxy.register(routes)));
    }

    /** Handlers write bytes, so that is all WebFlux has to know; looking for codecs would cost every start. */
    @Bean
    HttpHandler httpHandler(ApiRoutes routes, ApiFilter filter) {
        HandlerStrategies strategies = HandlerStrategies.empty()
                .codecs(codecs ->
                        codecs.customCodecs().register(new EncoderHttpMessageWriter<>(new ByteArrayEncoder())))
                .webFilter(filter)
                .build();
        return RouterFunctions.toHttpHandler(routes.routerFunction(), strategies);
    }
}
