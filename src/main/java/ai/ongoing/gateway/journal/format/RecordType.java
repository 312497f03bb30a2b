package ai.ongoing.gateway.journal.format;

import org.jspecify.annotations.Nullable;

/** What a frame holds. The codes stand in files and never change their meaning. */
public enum RecordType {
    /** A call was let through. */
    ADMISSION(1),
    /** A call ended. */
    COMPLETION(2),
    /** The bodies of a call. */
    BODY(3),
    /** A call the store refused for good, with the reason; only in the file of those set aside. */
    SET_ASIDE(4),
    /** The answer of a call has begun. */
    ANSWER(5),
    /** It goes on. */
    PROGRESS(6);

    private final byte code;

    RecordType(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    /** Null for a code of no type known here. */
    static @Nullable RecordType ofCode(byte code) {
        for (RecordType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        return null;
    }
}
