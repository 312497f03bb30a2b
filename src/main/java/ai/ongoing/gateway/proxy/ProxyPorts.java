package ai.ongoing.gateway.proxy;

import ai.ongoing.gateway.http.Cors;
import ai.ongoing.gateway.http.RequestLog;
import java.util.function.BooleanSupplier;

/**
 * What the proxy path asks of the rest of the house. All of it is called on event loops and must not block.
 *
 * @param accepting whether calls may go to a provider now; while it says no they are refused with 503
 * @param exchanges opens the record of a call
 * @param requestLog notes every answered request
 * @param cors answers preflights
 */
public record ProxyPorts(BooleanSupplier accepting, ExchangeFactory exchanges, RequestLog requestLog, Cors cors) {}
