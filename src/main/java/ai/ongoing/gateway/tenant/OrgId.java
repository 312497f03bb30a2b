package ai.ongoing.gateway.tenant;

import java.nio.charset.StandardCharsets;

/** The organisation a row belongs to; never blank. */
public record OrgId(String value) {

    /** The organisation of every call made while authentication is off. */
    public static final OrgId DEFAULT = new OrgId("default");

    public OrgId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("an organisation id must not be blank");
        }
        // No database keeps these as they are, and two ids that are stored alike would be one tenant.
        if (value.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new IllegalArgumentException("an organisation id must be text without NUL and half surrogate pairs");
        }
    }
}
