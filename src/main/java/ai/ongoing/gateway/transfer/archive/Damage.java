package ai.ongoing.gateway.transfer.archive;

/** Something that is wrong with a backup file; {@code sentence} is what an operator reads. */
public sealed interface Damage {

    String sentence();

    /** The file ends early: its writer or a copy was interrupted, or a disk was full. */
    record CutOff(long at) implements Damage {
        @Override
        public String sentence() {
            return "the file is truncated: it ends at byte " + at + ", before its last block; copy it again from where"
                    + " it came";
        }
    }

    /** Bytes are not those that were written: a flipped bit, a bad disk, an editor. */
    record Altered(int block, long from, long to) implements Damage {
        @Override
        public String sentence() {
            return "block " + block + " is corrupt: a bit was flipped or bytes were changed between byte " + from
                    + " and byte " + to + " since the file was written";
        }
    }

    /** The blocks are whole, and yet the rows are not those that were backed up. */
    record Mismatch(String table, String expected, String found) implements Damage {
        @Override
        public String sentence() {
            return "table " + table + " is not what was backed up: the manifest says " + expected + ", the file holds "
                    + found;
        }
    }
}
