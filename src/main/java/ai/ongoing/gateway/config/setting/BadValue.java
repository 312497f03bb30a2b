package ai.ongoing.gateway.config.setting;

/** A text that is no value of its setting's type; continues the sentence that the setting's name begins. */
public final class BadValue extends Exception {

    private static final long serialVersionUID = 1L;

    public BadValue(String message) {
        super(message);
    }
}
