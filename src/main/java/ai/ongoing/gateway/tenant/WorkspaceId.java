package ai.ongoing.gateway.tenant;

import java.nio.charset.StandardCharsets;

/** The workspace inside an organisation; never blank. The same id may exist in two organisations. */
public record WorkspaceId(String value) {

    /** The workspace of every call made while authentication is off. */
    public static final WorkspaceId DEFAULT = new WorkspaceId("default");

    public WorkspaceId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a workspace id must not be blank");
        }
        // No database keeps these as they are, and two ids that are stored alike would be one tenant.
        if (value.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new IllegalArgumentException("a workspace id must be text without NUL and half surrogate pairs");
        }
    }
}
