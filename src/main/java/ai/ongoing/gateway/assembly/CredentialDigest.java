package ai.ongoing.gateway.assembly;

import ai.ongoing.gateway.journal.Credential;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a provider key.
 *
 * @param hash SHA-256 in hexadecimal, as the Go program stores it; empty when there is no key
 * @param last4 the key's last four characters, for people to recognise it; null when the key is so short that four
 *     characters would give much of it away
 */
record CredentialDigest(String hash, @Nullable String last4) {

    /** Keys shorter than this show nothing: real provider keys have 40 characters and more. */
    static final int LEAST_LENGTH_FOR_LAST4 = 16;

    private static final CredentialDigest NONE = new CredentialDigest("", null);

    static CredentialDigest of(Credential credential) {
        String value = credential.value();
        if (value.isEmpty()) {
            return NONE;
        }
        byte[] digest = sha256().digest(value.getBytes(StandardCharsets.UTF_8));
        String last4 = value.length() < LEAST_LENGTH_FOR_LAST4 ? null : value.substring(value.length() - 4);
        return new CredentialDigest(HexFormat.of().formatHex(digest), last4);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must offer SHA-256", e);
        }
    }
}
