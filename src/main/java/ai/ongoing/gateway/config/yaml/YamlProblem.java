package ai.ongoing.gateway.config.yaml;

/** What is wrong with a document, and where; never quotes the document, which may hold secrets. */
public final class YamlProblem extends Exception {

    private static final long serialVersionUID = 1L;

    /** A problem on a line, counted from 1. */
    public YamlProblem(int line, String message) {
        super("line " + line + ": " + message);
    }

    YamlProblem(String message) {
        super(message);
    }
}
