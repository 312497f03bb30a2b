package ai.ongoing.gateway.migration.sql;

/**
 * What a statement does to whoever uses the tables meanwhile.
 *
 * @param lock the strongest lock it takes, in the backend's own words; empty when calls notice none
 * @param meanwhile what goes on and what waits, in words
 * @param rows what becomes of the rows that are there
 */
public record StatementEffect(String lock, String meanwhile, Rows rows) {

    /** What becomes of rows, from the cheapest to the dearest. */
    public enum Rows {
        /** However many there are, it takes a moment. */
        UNTOUCHED("no rewrite"),
        /** Every one of the table is looked at. */
        READ("reads every row"),
        /** As many as the statement finds. */
        CHANGED("writes each row it changes anew"),
        /** Every one of the table may be written again. */
        REWRITTEN("may rewrite every row");

        private final String words;

        Rows(String words) {
            this.words = words;
        }
    }

    /** The same of a statement that makes a table's rows anew. */
    public StatementEffect rewriting() {
        return new StatementEffect(lock, meanwhile, Rows.REWRITTEN);
    }

    /** In words, for a plan. */
    @Override
    public String toString() {
        return (lock.isEmpty() ? "" : lock + ": ") + meanwhile + "; " + rows.words;
    }
}
