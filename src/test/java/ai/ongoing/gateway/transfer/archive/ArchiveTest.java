package ai.ongoing.gateway.transfer.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.storage.bulk.ColumnShape;
import ai.ongoing.gateway.storage.bulk.LogicalType;
import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.SchemaStamp;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.storage.bulk.ValueTag;
import ai.ongoing.gateway.transfer.proof.TableHash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of a backup, written and read, whole and damaged. */
class ArchiveTest {

    private static final TableShape KEYS = new TableShape(
            "gateway_keys",
            List.of(new ColumnShape("id", LogicalType.TEXT, false, false, "text")),
            List.of("id"),
            List.of());

    private static final TableShape TRACES = new TableShape(
            "traces",
            List.of(
                    new ColumnShape("cost", LogicalType.REAL, true, false, "real"),
                    new ColumnShape("id", LogicalType.TEXT, false, false, "text"),
                    new ColumnShape("tokens", LogicalType.INTEGER, true, true, "integer")),
            List.of("id"),
            List.of());

    private static final ArchiveHead HEAD = new ArchiveHead(
            "1.2.3",
            "one of them",
            "/data/gateway.db",
            new SchemaStamp(112, "f1"),
            Instant.parse("2026-11-21T02:03:04Z"),
            List.of(KEYS, TRACES));

    private static final int BLOCKS = 5;

    @TempDir
    private Path directory;

    private Path file;

    /** What a file says. */
    private static final class Heard implements ArchiveListener {
        private final List<String> rows = new ArrayList<>();
        private final List<Damage> damages = new ArrayList<>();
        private final List<TableTotal> totals = new ArrayList<>();

        @Override
        public void rows(TableShape table, RowBatch batch) {
            for (int row = 0; row < batch.rows(); row++) {
                rows.add(table.name() + " " + batch.text(row, table.indexOf("id")));
            }
        }

        @Override
        public void damaged(Damage damage) {
            damages.add(damage);
        }

        @Override
        public void totals(List<TableTotal> found) {
            totals.addAll(found);
        }
    }

    @BeforeEach
    void write() throws IOException {
        file = Files.createFile(directory.resolve("backup"));
        RowBatch batch = new RowBatch(3);
        try (ArchiveWriter writer = ArchiveWriter.into(file, HEAD)) {
            for (int block = 0; block < BLOCKS; block++) {
                batch.clear();
                for (int row = 0; row < 40; row++) {
                    batch.addReal(row / 7.0);
                    batch.addText(("t" + (block * 40 + row)).getBytes(StandardCharsets.UTF_8));
                    batch.addNull();
                }
                writer.rows(TRACES, batch);
            }
            writer.end(List.of(
                    new TableTotal("gateway_keys", TableHash.EMPTY),
                    new TableTotal("traces", new TableHash(200, 1, 2))));
        }
    }

    private Heard read() throws IOException {
        Heard heard = new Heard();
        try (ArchiveReader reader = ArchiveReader.open(file)) {
            assertThat(reader.head()).isEqualTo(HEAD);
            reader.read(heard);
        }
        return heard;
    }

    @Test
    void saysWhatWasWritten() throws IOException {
        Heard heard = read();
        assertThat(heard.damages).isEmpty();
        assertThat(heard.rows).hasSize(200).startsWith("traces t0").endsWith("traces t199");
        assertThat(heard.totals).extracting(total -> total.hash().rows()).containsExactly(0L, 200L);
    }

    @Test
    void keepsEveryByteOfEveryKindOfValue() throws IOException {
        RowBatch odd = new RowBatch(3);
        odd.addReal(-0.1);
        odd.add(ValueTag.TEXT, new byte[] {0, (byte) 0xff, 'x'}, 0, 3);
        odd.addText("not a number".getBytes(StandardCharsets.UTF_8));
        odd.addNull();
        odd.addBytes(new byte[0]);
        odd.addInteger(Long.MIN_VALUE);
        try (ArchiveWriter writer = ArchiveWriter.into(file, HEAD)) {
            writer.rows(TRACES, odd);
            writer.end(List.of());
        }
        List<byte[]> seen = new ArrayList<>();
        try (ArchiveReader reader = ArchiveReader.open(file)) {
            reader.read(new ArchiveListener() {
                @Override
                public void rows(TableShape table, RowBatch rows) {
                    for (int row = 0; row < rows.rows(); row++) {
                        int from = rows.rowStart(row);
                        seen.add(java.util.Arrays.copyOfRange(rows.bytes(), from, from + rows.rowLength(row)));
                    }
                }

                @Override
                public void damaged(Damage damage) {
                    throw new AssertionError(damage.sentence());
                }

                @Override
                public void totals(List<TableTotal> totals) {}
            });
        }
        assertThat(seen).hasSize(2);
        for (int row = 0; row < 2; row++) {
            int from = odd.rowStart(row);
            assertThat(seen.get(row))
                    .containsExactly(java.util.Arrays.copyOfRange(odd.bytes(), from, from + odd.rowLength(row)));
        }
    }

    @Test
    void isReadByAnyGzip() throws IOException {
        try (InputStream plain = new GZIPInputStream(Files.newInputStream(file))) {
            String text = new String(plain.readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(text)
                    .startsWith("{\"format\":\"ongoingai-backup\",\"format_version\":1,")
                    .endsWith("{\"name\":\"traces\",\"rows\":200,\"hash\":\"" + "0".repeat(15) + "1" + "0".repeat(15)
                            + "2\"}]}\n");
        }
    }

    @Test
    void tellsAnAlteredBlockFromACutFileAndReadsTheRest() throws IOException {
        byte[] good = Files.readAllBytes(file);
        Random random = new Random(20261121);
        int headEnd = new String(good, StandardCharsets.ISO_8859_1).indexOf("\u001f\u008b", 1);
        for (int i = 0; i < 300; i++) {
            byte[] bad = good.clone();
            int at = headEnd + random.nextInt(bad.length - headEnd);
            bad[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bad);
            Heard heard = read();
            assertThat(heard.damages).as("bit of byte %d", at).hasSize(1).allSatisfy(damage -> {
                assertThat(damage).isInstanceOf(Damage.Altered.class);
                assertThat(damage.sentence()).contains("flipped").doesNotContain("truncated");
            });
            assertThat(heard.rows).hasSizeBetween(160, 200);
        }
        for (int i = 0; i < 300; i++) {
            int length = headEnd + random.nextInt(good.length - headEnd);
            Files.write(file, java.util.Arrays.copyOf(good, length));
            Heard heard = read();
            assertThat(heard.damages).as("cut at %d", length).containsExactly(new Damage.CutOff(length));
            assertThat(heard.totals).isEmpty();
        }
    }

    @Test
    void saysWhetherItsHeadWasAlteredOrCut() throws IOException {
        byte[] good = Files.readAllBytes(file);
        for (int at : new int[] {0, 3, 20, 27, 40}) {
            byte[] bad = good.clone();
            bad[at] ^= 4;
            Files.write(file, bad);
            assertThatThrownBy(() -> ArchiveReader.open(file))
                    .as("byte %d", at)
                    .isInstanceOf(ArchiveException.class)
                    .hasMessageContaining("flipped");
        }
        for (int length : new int[] {1, 10, 28, 29, 60}) {
            Files.write(file, java.util.Arrays.copyOf(good, length));
            assertThatThrownBy(() -> ArchiveReader.open(file))
                    .as("cut at %d", length)
                    .isInstanceOf(ArchiveException.class)
                    .hasMessageContaining("truncated");
        }
        Files.writeString(file, "SQL of another program");
        assertThatThrownBy(() -> ArchiveReader.open(file)).hasMessageContaining("is no backup of this program");
    }

    @Test
    void seesWhatWasAppended() throws IOException {
        byte[] good = Files.readAllBytes(file);
        byte[] longer = java.util.Arrays.copyOf(good, good.length + 100);
        Files.write(file, longer);
        assertThat(read().damages).hasOnlyElementsOfType(Damage.Altered.class).isNotEmpty();
    }
}
