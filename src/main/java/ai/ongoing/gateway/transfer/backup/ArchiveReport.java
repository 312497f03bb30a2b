package ai.ongoing.gateway.transfer.backup;

import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.transfer.archive.ArchiveHead;
import ai.ongoing.gateway.transfer.archive.ArchiveListener;
import ai.ongoing.gateway.transfer.archive.ArchiveReader;
import ai.ongoing.gateway.transfer.archive.Damage;
import ai.ongoing.gateway.transfer.archive.TableTotal;
import ai.ongoing.gateway.transfer.proof.RowHash;
import ai.ongoing.gateway.transfer.proof.TableHash;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a backup's file holds, found by reading every byte of it and writing nothing.
 *
 * @param found what is readable, table by table
 * @param damages what is wrong; empty when the file is whole and every table is what was backed up
 */
public record ArchiveReport(ArchiveHead head, List<TableTotal> found, List<Damage> damages) {

    public ArchiveReport {
        found = List.copyOf(found);
        damages = List.copyOf(damages);
    }

    /**
     * Reads the file.
     *
     * @throws ai.ongoing.gateway.transfer.archive.ArchiveException when nothing of it can be read
     */
    public static ArchiveReport of(Path file) throws IOException {
        try (ArchiveReader reader = ArchiveReader.open(file)) {
            Looking looking = new Looking(reader.head());
            reader.read(looking);
            return looking.report();
        }
    }

    public boolean whole() {
        return damages.isEmpty();
    }

    /** What is wrong and what is left, for an operator. */
    public String sentences() {
        String wrong = damages.stream().map(Damage::sentence).collect(Collectors.joining("; "));
        String left = found.stream()
                .map(table -> table.table() + " " + table.hash().rows() + " rows")
                .collect(Collectors.joining(", "));
        return wrong + ". Still readable: " + left;
    }

    /** Adds up what it hears. */
    private static final class Looking implements ArchiveListener {

        private final ArchiveHead head;
        private final RowHash hashing = new RowHash();
        private final Map<String, TableHash> hashes = new LinkedHashMap<>();
        private final List<Damage> damages = new ArrayList<>();
        private List<TableTotal> totals = List.of();

        Looking(ArchiveHead head) {
            this.head = head;
            head.tables().forEach(table -> hashes.put(table.name(), TableHash.EMPTY));
        }

        @Override
        public void rows(TableShape table, RowBatch rows) {
            hashes.merge(table.name(), hashing.of(rows), TableHash::plus);
        }

        @Override
        public void damaged(Damage damage) {
            damages.add(damage);
        }

        @Override
        public void totals(List<TableTotal> said) {
            totals = said;
        }

        ArchiveReport report() {
            List<TableTotal> found = new ArrayList<>();
            hashes.forEach((table, hash) -> found.add(new TableTotal(table, hash)));
            if (damages.isEmpty()) {
                compare(found);
            }
            return new ArchiveReport(head, found, damages);
        }

        private void compare(List<TableTotal> found) {
            for (int i = 0; i < found.size(); i++) {
                TableTotal is = found.get(i);
                TableTotal was = i < totals.size() ? totals.get(i) : new TableTotal(is.table(), TableHash.EMPTY);
                if (!is.equals(was)) {
                    damages.add(new Damage.Mismatch(
                            is.table(), was.hash().toString(), is.hash().toString()));
                }
            }
        }
    }
}
