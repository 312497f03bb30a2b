package ai.ongoing.gateway.journal;

/**
 * The way into the queue between the proxy path and the store. Called on event loops: never blocks, never throws, takes
 * microseconds. Thread-safe.
 */
public interface Journal {

    /**
     * Notes that a call was let through. A journal without room for the note lets the call go on all the same and tries
     * again when the call ends.
     */
    AdmittedCall admit(AdmissionRecord admission);
}
