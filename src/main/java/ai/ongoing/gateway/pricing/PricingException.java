package ai.ongoing.gateway.pricing;

/** A price file that cannot be used; the message names the file, the key and what was expected there. */
public final class PricingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PricingException(String message) {
        super(message);
    }

    PricingException(String message, Throwable cause) {
        super(message, cause);
    }
}
