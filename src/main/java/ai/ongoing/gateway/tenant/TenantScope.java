package ai.ongoing.gateway.tenant;

/**
 * What a reader may see. Every read of tenant data states one; there is no default, because a forgotten scope must not
 * compile rather than show everything.
 */
public sealed interface TenantScope {

    /** One tenant's rows and nothing else. */
    static TenantScope of(Tenant tenant) {
        return new OneTenant(tenant);
    }

    /** Every tenant's rows: for reads while authentication is off, for counts and for maintenance. */
    static TenantScope operator() {
        return Operator.INSTANCE;
    }

    /** Exactly one tenant's rows. */
    record OneTenant(Tenant tenant) implements TenantScope {}

    /** All rows; the few callers that may ask for it are held by an architecture test. */
    enum Operator implements TenantScope {
        INSTANCE
    }
}
