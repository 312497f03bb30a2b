package ai.ongoing.gateway.storage.schema;

import java.util.List;

/**
 * One expected row-level security policy. All are permissive and for every role.
 *
 * @param command the catalogue's letter: {@code *} all, {@code a} insert
 * @param using which rows are visible; empty for none stated
 * @param check which rows may be written
 */
record TenantPolicy(String table, String name, char command, String using, String check) {

    private static final String ORG = "NULLIF(current_setting('ongoingai.org_id', true), '')";
    private static final String WORKSPACE = "NULLIF(current_setting('ongoingai.workspace_id', true), '')";
    private static final String TENANT = "(org_id = " + ORG + ") AND (workspace_id = " + WORKSPACE + ")";
    private static final String WRITER = "current_setting('ongoingai.scope', true) = 'writer'";
    private static final String OPERATOR = "current_setting('ongoingai.scope', true) = 'operator'";

    /** In this form the planner expects the operator to see half of the rows, in the other one in two hundred. */
    private static final String MANY = "COALESCE((" + OPERATOR + "), false)";

    /** Tables that hold tenants' rows, in the order of their references. */
    static final List<String> TABLES = List.of("organizations", "workspaces", "traces", "gateway_keys");

    /** The same policies as the numbered files leave; a test holds the two together. */
    static final List<TenantPolicy> EXPECTED = List.of(
            all("traces", "traces_tenant_scope", TENANT),
            writer("traces"),
            new TenantPolicy("traces", "traces_operator", '*', MANY, OPERATOR),
            all("organizations", "organizations_org_scope", "id = " + ORG),
            writer("organizations"),
            all("organizations", "organizations_operator", OPERATOR),
            all("workspaces", "workspaces_org_scope", "org_id = " + ORG),
            writer("workspaces"),
            all("workspaces", "workspaces_operator", OPERATOR),
            all("gateway_keys", "gateway_keys_tenant_scope", TENANT),
            all("gateway_keys", "gateway_keys_operator", OPERATOR));

    private static TenantPolicy all(String table, String name, String expression) {
        return new TenantPolicy(table, name, '*', expression, expression);
    }

    private static TenantPolicy writer(String table) {
        return new TenantPolicy(table, table + "_writer", 'a', "", WRITER);
    }

    /** Whether the catalogue's text means the same; it adds casts, spaces and a pair of parentheses. */
    boolean means(String usingFound, String checkFound) {
        return plain(using).equals(plain(usingFound)) && plain(check).equals(plain(checkFound));
    }

    String create() {
        return "CREATE POLICY " + name + " ON " + table + (command == 'a' ? " FOR INSERT" : "") + clauses();
    }

    String alter() {
        return "ALTER POLICY " + name + " ON " + table + " TO PUBLIC" + clauses();
    }

    String drop() {
        return "DROP POLICY " + name + " ON " + table;
    }

    private String clauses() {
        return (using.isEmpty() ? "" : " USING (" + using + ")") + " WITH CHECK (" + check + ")";
    }

    private static String plain(String expression) {
        String text = expression.replace("::text", "").replaceAll("\\s+", "");
        return text.startsWith("(") && closes(text) ? text.substring(1, text.length() - 1) : text;
    }

    /** Whether the first parenthesis is closed by the last character. */
    private static boolean closes(String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0) {
                return i == text.length() - 1;
            }
        }
        return false;
    }
}
