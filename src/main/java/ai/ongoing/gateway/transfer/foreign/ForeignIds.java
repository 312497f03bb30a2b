package ai.ongoing.gateway.transfer.foreign;

import ai.ongoing.gateway.transfer.proof.TextHash;
import java.util.Locale;
import java.util.regex.Pattern;

/** Ids of ours from ids of others: the same each time, so that what is read twice is stored once. */
final class ForeignIds {

    private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{64}");
    private static final int TRACE_ID = 32;

    private ForeignIds() {}

    /** 32 hexadecimal digits: those of a UUID, else the beginning of a hash. */
    static String trace(String table, String id) {
        String digits = id.replace("-", "").toLowerCase(Locale.ROOT);
        return digits.length() == TRACE_ID && digits.chars().allMatch(c -> Character.digit(c, 16) >= 0)
                ? digits
                : hashed(table, id);
    }

    /** 32 digits of a hash, of what has an id of the same form as another table's. */
    static String hashed(String table, String id) {
        return TextHash.of(table + "/" + id).substring(0, TRACE_ID);
    }

    /** The hash of what clients send; a text that is such a hash stays. */
    static String tokenHash(String kept) {
        return HASH.matcher(kept).matches() ? kept.toLowerCase(Locale.ROOT) : TextHash.of(kept);
    }
}
