package ai.ongoing.gateway.journal;

/** A provider key as the client sent it, on its way to being hashed. Never printed, never stored. */
public record Credential(String value) {

    /** The call carried no provider key. */
    public static final Credential NONE = new Credential("");

    @Override
    public String toString() {
        return value.isEmpty() ? "Credential[none]" : "Credential[****]";
    }
}
