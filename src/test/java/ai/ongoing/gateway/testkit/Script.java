package ai.ongoing.gateway.testkit;

import java.io.IOException;

/** What {@link FakeUpstream} does about one request: any bytes, any pauses, any bad end. Runs on its own thread. */
@FunctionalInterface
public interface Script {

    /** Answers; returning keeps the connection open for the next request unless the wire was closed. */
    void play(ReceivedRequest request, Wire wire) throws IOException, InterruptedException;
}
