package ai.ongoing.gateway.proxy;

/** What ended an exchange. */
public enum Ending {
    /** The provider's answer reached its end and was sent on whole. */
    COMPLETE,
    /** The client went away before the end. */
    CLIENT_DISCONNECTED,
    /** The provider could not be reached, fell silent or broke off before the end. */
    UPSTREAM_ERROR,
    /** The gateway stopped before the end. */
    INTERRUPTED
}
