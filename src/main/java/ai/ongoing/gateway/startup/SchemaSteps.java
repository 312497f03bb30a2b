package ai.ongoing.gateway.startup;

import ai.ongoing.gateway.migration.MigrationReport;
import ai.ongoing.gateway.storage.schema.SchemaSession;
import ai.ongoing.gateway.storage.schema.TenantSecurityReport;

/** The two steps that share the migration lock; closing gives it back. */
public interface SchemaSteps extends AutoCloseable {

    /** Brings the tables to shape. */
    MigrationReport migrate();

    /** Sets tenant isolation right. */
    TenantSecurityReport secureTenants();

    @Override
    void close();

    /** The steps of a real session. */
    static SchemaSteps of(SchemaSession session) {
        return new SchemaSteps() {
            @Override
            public MigrationReport migrate() {
                return session.migrate();
            }

            @Override
            public TenantSecurityReport secureTenants() {
                return session.secureTenants();
            }

            @Override
            public void close() {
                session.close();
            }
        };
    }
}
