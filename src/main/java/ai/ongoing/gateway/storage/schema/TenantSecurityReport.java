package ai.ongoing.gateway.storage.schema;

import java.util.List;

/**
 * How tenants are kept apart after start-up.
 *
 * @param state what the database does about it
 * @param mended policies and flags that differed and were set right, in words; empty on most starts
 * @param warning a complete sentence for the log; empty when there is none
 */
public record TenantSecurityReport(State state, List<String> mended, String warning) {

    /** What the database itself does to keep tenants apart. */
    public enum State {
        /** Row-level security is enabled, forced and closed. */
        ENFORCED("enforced"),
        /** The policies stand, but this role passes over them. */
        BYPASSED("bypassed"),
        /** The backend has no row-level security; every query names its tenant instead. */
        NOT_APPLICABLE("not applicable");

        private final String label;

        State(String label) {
            this.label = label;
        }

        /** The word of health and the start-up line. */
        public String label() {
            return label;
        }
    }

    public TenantSecurityReport {
        mended = List.copyOf(mended);
    }
}
