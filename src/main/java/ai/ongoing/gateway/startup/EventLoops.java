package ai.ongoing.gateway.startup;

import reactor.netty.ReactorNetty;

/**
 * How many threads carry the calls: one a processor, two at least. Reactor Netty takes four where there are fewer processors;
 * then they wake each other for calls that one of them could have carried on with.
 */
public final class EventLoops {

    private static final int LEAST = 2;

    private EventLoops() {}

    /** To be called before anything of Reactor Netty is used; a number that an operator has given stays. */
    public static void settle() {
        if (System.getProperty(ReactorNetty.IO_WORKER_COUNT) == null) {
            int processors = Runtime.getRuntime().availableProcessors();
            System.setProperty(ReactorNetty.IO_WORKER_COUNT, Integer.toString(Math.max(LEAST, processors)));
        }
    }
}
