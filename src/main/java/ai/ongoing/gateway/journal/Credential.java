package ai.ongoing.gateway.journal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a provider key; the key itself never gets into a record.
 *
 * @param hash SHA-256 in hexadecimal, as the Go program stores it; empty when there is no key
 * @param last4 the key's last four characters, for people to recognise it; null when the key is so short that four
 *     characters would give much of it away
 */
public record Credential(String hash, @Nullable String last4) {

    /** The call carried no provider key. */
    public static final Credential NONE = new Credential("", null);

    /** Keys shorter than this show nothing: real provider keys have 40 characters and more. */
    static final int LEAST_LENGTH_FOR_LAST4 = 16;

    /** What is kept of a key as the client sent it. Costs one hash: well below a microsecond for a usual key. */
    public static Credential ofKey(String key) {
        if (key.isEmpty()) {
            return NONE;
        }
        byte[] digest = sha256().digest(key.getBytes(StandardCharsets.UTF_8));
        String last4 = key.length() < LEAST_LENGTH_FOR_LAST4 ? null : key.substring(key.length() - 4);
        return new Credential(HexFormat.of().formatHex(digest), last4);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must offer SHA-256", e);
        }
    }
}
