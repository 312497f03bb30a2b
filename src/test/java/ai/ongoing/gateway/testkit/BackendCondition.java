package ai.ongoing.gateway.testkit;

import ai.ongoing.gateway.config.StorageDriver;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Reads the system property {@code backend}: both, sqlite or postgres; any other word fails the run. A run on the oldest
 * PostgreSQL is reported as not run where none is installed.
 */
final class BackendCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        RunsOn runsOn = context.getRequiredTestClass().getAnnotation(RunsOn.class);
        if (runsOn == null) {
            return ConditionEvaluationResult.enabled("needs no particular backend");
        }
        if (PostgresServer.oldestAsked() && PostgresBinaries.oldestInstalled().isEmpty()) {
            return ConditionEvaluationResult.disabled("no PostgreSQL of this machine's distribution is installed");
        }
        String wanted = System.getProperty("backend", "both");
        String needed = runsOn.value().label();
        if (wanted.equals("both") || wanted.equals(needed)) {
            return ConditionEvaluationResult.enabled("backend=" + wanted);
        }
        for (StorageDriver driver : StorageDriver.values()) {
            if (driver.label().equals(wanted)) {
                return ConditionEvaluationResult.disabled(
                        "needs " + needed + ", and -Dbackend=" + wanted + " was asked");
            }
        }
        throw new IllegalStateException("-Dbackend=" + wanted + " is none of both, sqlite, postgres");
    }
}
