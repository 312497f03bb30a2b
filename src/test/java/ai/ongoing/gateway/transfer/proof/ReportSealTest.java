package ai.ongoing.gateway.transfer.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReportSealTest {

    /** The key pair, the payload and the signature of RFC 8037, appendix A. */
    private static final String PRIVATE =
            pem("PRIVATE KEY", "302e020100300506032b657004220420", "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A");

    private static final String PUBLIC =
            pem("PUBLIC KEY", "302a300506032b6570032100", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    private static final String PAYLOAD = "Example of Ed25519 signing";
    private static final String SIGNED =
            "eyJhbGciOiJFZERTQSJ9..hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4"
                    + "iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

    private static String pem(String label, String prefix, String key) {
        String der = prefix + HexFormat.of().formatHex(Base64.getUrlDecoder().decode(key));
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder().encodeToString(HexFormat.of().parseHex(der)) + "\n-----END " + label
                + "-----\n";
    }

    @Test
    void signsAsTheStandardsOwnExampleDoes() throws Exception {
        assertThat(ReportSeal.of(PRIVATE).sign(PAYLOAD)).isEqualTo(SIGNED);
        assertThat(ReportSeal.holds(SIGNED, PAYLOAD, ReportSeal.publicKey(PUBLIC)))
                .isTrue();
    }

    @Test
    void holdsForNothingElse() throws Exception {
        PublicKey key = ReportSeal.publicKey(PUBLIC);
        PublicKey other =
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
        assertThat(ReportSeal.holds(SIGNED, PAYLOAD + " ", key)).isFalse();
        assertThat(ReportSeal.holds(SIGNED, PAYLOAD, other)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "eyJhbGciOiJFZERTQSJ9",
                "eyJhbGciOiJFZERTQSJ9..",
                "eyJhbGciOiJFZERTQSJ9..hgyY0il_MGCjP0JzlnLWG1PP",
                "eyJhbGciOiJFZERTQSJ9..no base64!",
                "eyJhbGciOiJub25lIn0..",
                "eyJhbGciOiJub25lIn0..hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
            })
    void whatIsNoSignatureHoldsForNothing(String signature) throws Exception {
        assertThat(ReportSeal.holds(signature, PAYLOAD, ReportSeal.publicKey(PUBLIC)))
                .isFalse();
    }

    @Test
    void refusesWhatIsNoKeyOfItsKind() {
        assertThatThrownBy(() -> ReportSeal.of(PUBLIC)).isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> ReportSeal.publicKey(PRIVATE)).isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> ReportSeal.of("-----BEGIN PRIVATE KEY-----\n*\n-----END PRIVATE KEY-----"))
                .isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> {
                    byte[] curve = KeyPairGenerator.getInstance("EC")
                            .generateKeyPair()
                            .getPrivate()
                            .getEncoded();
                    ReportSeal.of("-----BEGIN PRIVATE KEY-----\n"
                            + Base64.getMimeEncoder().encodeToString(curve) + "\n-----END PRIVATE KEY-----");
                })
                .isInstanceOf(GeneralSecurityException.class);
    }
}
