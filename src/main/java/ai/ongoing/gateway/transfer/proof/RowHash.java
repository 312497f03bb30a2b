package ai.ongoing.gateway.transfer.proof;

import ai.ongoing.gateway.storage.bulk.RowBatch;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hash of a row: the first 16 bytes of SHA-256 over its canonical bytes, which are equal on both backends for equal
 * logical rows. Costs about two microseconds for a kilobyte and makes no garbage. For one thread.
 */
public final class RowHash {

    private final MessageDigest digest;
    private final byte[] hash;
    private final ByteBuffer words;

    public RowHash() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        this.hash = new byte[digest.getDigestLength()];
        this.words = ByteBuffer.wrap(hash);
    }

    /** Of all rows of a batch. */
    public TableHash of(RowBatch batch) {
        long high = 0;
        long low = 0;
        for (int row = 0; row < batch.rows(); row++) {
            take(batch, row);
            low += low();
            high += high() + (Long.compareUnsigned(low, low()) < 0 ? 1 : 0);
        }
        return new TableHash(batch.rows(), high, low);
    }

    /** Hashes one row; {@link #high} and {@link #low} are its hash until the next. */
    void take(RowBatch batch, int row) {
        hash(batch.bytes(), batch.rowStart(row), batch.rowLength(row));
    }

    /** Hashes any bytes in the same way. */
    void hash(byte[] bytes, int at, int length) {
        digest.update(bytes, at, length);
        try {
            digest.digest(hash, 0, hash.length);
        } catch (DigestException e) {
            throw new IllegalStateException("the array has the digest's own length", e);
        }
    }

    long high() {
        return words.getLong(0);
    }

    long low() {
        return words.getLong(Long.BYTES);
    }
}
