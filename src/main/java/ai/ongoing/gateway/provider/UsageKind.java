package ai.ongoing.gateway.provider;

/** What stated token counts mean for the bill. Only {@link #BILLED} counts may be added up. */
public enum UsageKind {
    /** The usage of this very call. */
    BILLED,
    /** An answer of a counting endpoint: nothing was generated. */
    ESTIMATE,
    /** The usage of an earlier call, shown again (retrieving a response or a batch). */
    RESTATED,
    /** No usage was stated. */
    NONE
}
