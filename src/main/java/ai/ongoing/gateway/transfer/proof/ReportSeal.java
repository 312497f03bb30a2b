package ai.ongoing.gateway.transfer.proof;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * Signs reports, so that whoever has the public key can tell that nobody changed one since. A signature is a JSON Web
 * Signature in compact form with its payload detached (RFC 7515, appendix F) by Ed25519 (RFC 8032; {@code EdDSA} in RFC
 * 8037): any library of that standard checks it when the report's bytes are put between the two dots.
 */
public final class ReportSeal {

    /** The form of a key that OpenSSL makes and everybody reads. */
    private static final String ALGORITHM = "Ed25519";

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final String HEADER = ENCODER.encodeToString("{\"alg\":\"EdDSA\"}".getBytes(StandardCharsets.UTF_8));

    private final PrivateKey key;

    private ReportSeal(PrivateKey key) {
        this.key = key;
    }

    /**
     * Of a private key in PKCS#8 form between PEM's lines.
     *
     * @throws GeneralSecurityException when it is no such key
     */
    public static ReportSeal of(String pem) throws GeneralSecurityException {
        byte[] der = der(pem, "PRIVATE KEY");
        return new ReportSeal(KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(der)));
    }

    /** The signature over a report as it is kept, to the byte. */
    public String sign(String report) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(input(report));
            return HEADER + ".." + ENCODER.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that was read before does not sign", e);
        }
    }

    /**
     * The public half of a key pair, in the form of a SubjectPublicKeyInfo between PEM's lines.
     *
     * @throws GeneralSecurityException when it is no such key
     */
    public static PublicKey publicKey(String pem) throws GeneralSecurityException {
        return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(der(pem, "PUBLIC KEY")));
    }

    /** Whether the owner of this key signed exactly this report; a signature in another form is nobody's. */
    public static boolean holds(String sealed, String report, PublicKey key) {
        if (!sealed.startsWith(HEADER + "..")) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(input(report));
            return signature.verify(Base64.getUrlDecoder().decode(sealed.substring(HEADER.length() + 2)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false; // neither a length nor letters of a signature
        }
    }

    private static byte[] input(String report) {
        return (HEADER + "." + ENCODER.encodeToString(report.getBytes(StandardCharsets.UTF_8)))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] der(String pem, String label) throws GeneralSecurityException {
        String begin = "-----BEGIN " + label + "-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END " + label + "-----");
        if (from < 0 || to < from) {
            throw new GeneralSecurityException("no lines " + begin);
        }
        try {
            return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("what stands between its lines is not base64", e);
        }
    }
}
