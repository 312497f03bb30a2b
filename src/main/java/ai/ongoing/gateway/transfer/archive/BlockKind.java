package ai.ongoing.gateway.transfer.archive;

/** What a block holds. */
enum BlockKind {
    /** JSON: what was backed up. The first block. */
    HEAD('H'),
    /** Rows of one table. */
    ROWS('R'),
    /** JSON: how many rows, and their hashes. The last block; a file without it was cut off. */
    END('E');

    private final byte code;

    BlockKind(char code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    /** @throws IllegalArgumentException for a code that a newer format may have */
    static BlockKind of(byte code) {
        for (BlockKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IllegalArgumentException("block kind " + (char) code);
    }
}
