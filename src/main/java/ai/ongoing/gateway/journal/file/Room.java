package ai.ongoing.gateway.journal.file;

/**
 * Who may fill a journal how far. When bytes run short, bodies go first, then notes of admission, and only then is a call
 * lost: what a call cost is worth more than its text.
 */
enum Room {
    /** Up to half of the journal. */
    BODY(8),
    /** Up to fifteen sixteenths. */
    ADMISSION(15),
    /** All of it. */
    COMPLETION(16);

    private static final int PARTS = 16;

    private final int parts;

    Room(int parts) {
        this.parts = parts;
    }

    /** Most bytes the journal may hold after this kind of record was appended. */
    long limit(long maxBytes) {
        return maxBytes / PARTS * parts;
    }
}
