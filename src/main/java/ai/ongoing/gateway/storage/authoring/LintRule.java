package ai.ongoing.gateway.storage.authoring;

/** Looks at one clause of a file and says what is unsafe in it. Stateless. */
@FunctionalInterface
interface LintRule {

    /**
     * Adds what it finds to the file.
     *
     * @param undo whether the clause stands in the Down section
     */
    void check(LintedFile file, Clause clause, boolean undo);
}
