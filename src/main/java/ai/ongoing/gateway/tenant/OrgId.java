package ai.ongoing.gateway.tenant;

/** The organisation a row belongs to; never blank. */
public record OrgId(String value) {

    /** The organisation of every call made while authentication is off. */
    public static final OrgId DEFAULT = new OrgId("default");

    public OrgId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("an organisation id must not be blank");
        }
    }
}
