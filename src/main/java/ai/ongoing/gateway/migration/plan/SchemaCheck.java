package ai.ongoing.gateway.migration.plan;

import ai.ongoing.gateway.migration.MigrationExit;
import java.util.List;

/**
 * Whether a database is in the state this program expects.
 *
 * @param exit the code a pipeline sees
 * @param findings complete sentences, the gravest first; empty when all is well
 * @param warnings complete sentences about what is tolerated
 * @param state file by file
 */
public record SchemaCheck(MigrationExit exit, List<String> findings, List<String> warnings, SchemaState state) {

    public SchemaCheck {
        findings = List.copyOf(findings);
        warnings = List.copyOf(warnings);
    }
}
