package ai.ongoing.gateway.proxy;

/** Opens the record of a call before anything is sent to its provider. Called on event loops: cheap, never blocks. */
@FunctionalInterface
public interface ExchangeFactory {

    /** An observer for this call and no other. */
    ExchangeObserver open(IncomingCall call);
}
