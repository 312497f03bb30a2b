package ai.ongoing.gateway.migration.run;

import ai.ongoing.gateway.migration.sql.SqlScript.Statement;
import java.sql.SQLException;

/** A statement the database refused, and which one it was; the same file may be tried again. */
final class StepFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Statement statement;
    private final int index;
    private final SQLException reason;

    /** @param index the statement's place in its section, from 1 */
    StepFailure(Statement statement, int index, SQLException reason) {
        super(reason);
        this.statement = statement;
        this.index = index;
        this.reason = reason;
    }

    Statement statement() {
        return statement;
    }

    int index() {
        return index;
    }

    SQLException reason() {
        return reason;
    }
}
