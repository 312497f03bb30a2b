package ai.ongoing.gateway.architecture.planted.storage;

/** A scope that reaches over tenants. */
public record WideScope(String name) {

    /** For the listed few. */
    public static final WideScope WRITER = new WideScope("writer");
}
