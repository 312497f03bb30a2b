package ai.ongoing.gateway.tenant;

/** The workspace inside an organisation; never blank. The same id may exist in two organisations. */
public record WorkspaceId(String value) {

    /** The workspace of every call made while authentication is off. */
    public static final WorkspaceId DEFAULT = new WorkspaceId("default");

    public WorkspaceId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a workspace id must not be blank");
        }
    }
}
