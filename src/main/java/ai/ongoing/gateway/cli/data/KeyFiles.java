package ai.ongoing.gateway.cli.data;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.transfer.proof.ReportSeal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;

/** The two halves of a key pair that flags name, read before anything else is done. */
final class KeyFiles {

    /** Far more than such a key needs, far less than a file named by mistake may have. */
    private static final int MOST_BYTES = 64 * 1024;

    private KeyFiles() {}

    static ReportSeal seal(String flag, Path file) {
        try {
            return ReportSeal.of(text(flag, file));
        } catch (GeneralSecurityException e) {
            throw usage(
                    flag + " " + file + " is no Ed25519 private key in PEM (" + e.getMessage()
                            + "); \"openssl genpkey -algorithm ed25519 -out " + file.getFileName() + "\" makes one.",
                    e);
        }
    }

    static PublicKey publicKey(String flag, Path file) {
        try {
            return ReportSeal.publicKey(text(flag, file));
        } catch (GeneralSecurityException e) {
            throw usage(
                    flag + " " + file + " is no Ed25519 public key in PEM (" + e.getMessage()
                            + "); \"openssl pkey -in KEY.pem -pubout -out " + file.getFileName() + "\" makes one.",
                    e);
        }
    }

    private static String text(String flag, Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new MigrationException(
                        Reason.USAGE, flag + " " + file + " has more than 64 KiB; a key in PEM is shorter.");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw usage(flag + " " + file + " is not there.", e);
        } catch (IOException e) {
            throw usage(flag + " " + file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static MigrationException usage(String sentence, Exception cause) {
        return new MigrationException(Reason.USAGE, sentence, cause);
    }
}
