package ai.ongoing.gateway;

import ai.ongoing.gateway.capture.Capture;
import ai.ongoing.gateway.capture.CaptureSettings;
import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.journal.Journal;
import ai.ongoing.gateway.proxy.ProxyRoutes;
import java.time.Clock;
import java.util.Map;

/**
 * A call's way through the gateway, stop by stop. What is not open yet keeps its place in the order.
 *
 * <ol>
 *   <li>The start gate and the correlation id: {@code proxy.ProxyHandler} asks whether calls are accepted, takes or
 *       makes the id and puts it on the answer.
 *   <li>Who calls: not open yet. The gateway's key header is taken off already ({@code proxy.UpstreamRequest}).
 *   <li>How much: not open yet.
 *   <li>The record opens: {@link Capture} makes an exchange with its clock and its trace id.
 *   <li>What must not leave: not open yet. Credentials are masked on the way into the record ({@code
 *       capture.HeaderMask}).
 *   <li>Where to: {@code proxy.RouteTable} and {@code proxy.UpstreamRequest} decide prefix, provider, path, query and
 *       headers.
 *   <li>The provider: {@code proxy.Upstream} sends, streaming; a failure becomes a stable 502 or 504 ({@code
 *       proxy.LocalAnswer}).
 *   <li>The way back: {@code proxy.StreamRelay} carries status, headers and bytes with back-pressure; the exchange reads
 *       usage beside it and is finished once, whatever ends it.
 * </ol>
 */
final class ProxyPath {

    private ProxyPath() {}

    /** The record keeper of stop four. */
    static Capture capture(GatewayConfig config, Journal journal) {
        CaptureSettings settings = new CaptureSettings(
                config.tracing().captureBodies(),
                config.tracing().keptOfABody(),
                config.auth().header());
        return new Capture(settings, journal, Clock.systemUTC());
    }

    /**
     * All stops in their order, ready to be put on a server. Nothing is opened.
     *
     * @param ports what the path asks of the rest; its exchanges are those of {@link #capture}
     */
    static ProxyRoutes routes(GatewayConfig config, Map<String, String> environment, ProxyRoutes.Ports ports) {
        return new ProxyRoutes(config, environment, ports);
    }
}
