package ai.ongoing.gateway.config.dsn;

/** Why a connection string cannot be understood; continues the sentence that its setting's name begins. */
final class MalformedDsn extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedDsn(String message) {
        super(message);
    }
}
