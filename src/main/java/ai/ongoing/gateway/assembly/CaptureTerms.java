package ai.ongoing.gateway.assembly;

/**
 * Under which terms calls are captured; stated in every trace's metadata.
 *
 * @param redactionMode effective {@code pii.mode}
 * @param redactionPolicyId {@code pii.policy_id}
 * @param bodyLimit most bytes of a decoded body that are stored
 */
public record CaptureTerms(String redactionMode, String redactionPolicyId, int bodyLimit) {

    /** Nothing configured: no body redaction, bodies of up to 1 MiB. */
    public static final CaptureTerms DEFAULT = new CaptureTerms("off", "default/v1", 1024 * 1024);

    public CaptureTerms {
        if (bodyLimit < 1) {
            throw new IllegalArgumentException("the body limit must be more than zero, got " + bodyLimit);
        }
    }
}
