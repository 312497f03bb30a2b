package ai.ongoing.gateway.architecture.planted.storage;

/** Reaches over tenants without being listed. */
public final class Intruder {

    /** Takes what it should not. */
    public WideScope scope() {
        return WideScope.WRITER;
    }
}
