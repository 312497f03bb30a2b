package ai.ongoing.gateway.storage.authoring;

/**
 * One refusal of the lint.
 *
 * @param file as the history would name it
 * @param line from 1
 * @param rule short name, for {@code lint.txt}
 * @param problem what is wrong, without a full stop
 * @param remedy the safe way, without a full stop
 */
public record LintFinding(String file, int line, String rule, String problem, String remedy) {

    /** One line in the form that editors jump to. */
    @Override
    public String toString() {
        return file + ":" + line + ": " + rule + ": " + problem + ". Instead: " + remedy + ".";
    }
}
