package ai.ongoing.gateway.tenant;

/** An organisation and one of its workspaces: the owner of a trace. */
public record Tenant(OrgId org, WorkspaceId workspace) {

    /** The owner of every call made while authentication is off. */
    public static final Tenant DEFAULT = new Tenant(OrgId.DEFAULT, WorkspaceId.DEFAULT);

    public static Tenant of(String org, String workspace) {
        return new Tenant(new OrgId(org), new WorkspaceId(workspace));
    }
}
