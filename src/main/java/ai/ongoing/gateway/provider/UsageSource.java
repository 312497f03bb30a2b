package ai.ongoing.gateway.provider;

/** How far token counts can be trusted. */
public enum UsageSource {
    /** The provider's final numbers. */
    PROVIDER,
    /** Numbers from a stream that did not reach its end. */
    PARTIAL,
    /** The provider stated none. */
    NONE
}
