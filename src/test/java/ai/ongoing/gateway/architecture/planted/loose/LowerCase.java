package ai.ongoing.gateway.architecture.planted.loose;

/** Changes case by the machine's language. */
public record LowerCase(String name) {

    /** Lower case. */
    @SuppressWarnings("StringCaseLocaleUsage")
    public String lower() {
        return name.toLowerCase();
    }
}
