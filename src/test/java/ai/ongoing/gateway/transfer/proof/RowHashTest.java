package ai.ongoing.gateway.transfer.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.storage.bulk.RowBatch;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RowHashTest {

    private final RowHash hash = new RowHash();

    private TableHash of(String... rows) {
        RowBatch batch = new RowBatch(1);
        for (String row : rows) {
            batch.addText(row.getBytes(UTF_8));
        }
        return hash.of(batch);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 42, 20261121})
    void doesNotDependOnTheOrderOrTheBatchesOfRows(long seed) {
        Random random = new Random(seed);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            rows.add(Long.toString(random.nextLong(), 36).repeat(random.nextInt(4)));
        }
        TableHash whole = of(rows.toArray(String[]::new));
        Collections.shuffle(rows, random);
        TableHash parts = TableHash.EMPTY;
        for (int from = 0; from < rows.size(); from += 37) {
            parts = parts.plus(
                    of(rows.subList(from, Math.min(rows.size(), from + 37)).toArray(String[]::new)));
        }
        assertThat(parts).isEqualTo(whole);
    }

    @Test
    void addsRowsThatStandThereTwice() {
        assertThat(of("a", "a")).isNotEqualTo(of("b", "b")).isNotEqualTo(of()).isEqualTo(of("a").plus(of("a")));
        assertThat(of("a", "a", "a").sum()).isNotEqualTo(of("a").sum());
    }

    @Test
    void isTheSumOfTheFirstSixteenBytesOfSha256ModuloTwoToThe128() throws Exception {
        BigInteger expected = BigInteger.ZERO;
        String[] rows = {"a", "b", "", "a"};
        for (String row : rows) {
            byte[] canonical = HexFormat.of()
                    .parseHex("01" + "%08x".formatted(row.length())
                            + HexFormat.of().formatHex(row.getBytes(UTF_8)));
            byte[] digest = java.security.MessageDigest.getInstance("SHA-256").digest(canonical);
            expected = expected.add(new BigInteger(1, java.util.Arrays.copyOf(digest, 16)));
        }
        expected = expected.mod(BigInteger.TWO.pow(128));
        assertThat(new BigInteger(of(rows).sum(), 16)).isEqualTo(expected);
        assertThat(of(rows).rows()).isEqualTo(4);
    }

    @Test
    void tellsNullFromEmptyAndTextFromNumberAndOneColumnFromTheNext() {
        RowBatch batch = new RowBatch(2);
        batch.addNull();
        batch.addText(new byte[0]);
        batch.addText(new byte[0]);
        batch.addNull();
        batch.addText("1".getBytes(UTF_8));
        batch.addText("12".getBytes(UTF_8));
        batch.addText("11".getBytes(UTF_8));
        batch.addText("2".getBytes(UTF_8));
        batch.addInteger(1);
        batch.addText("12".getBytes(UTF_8));
        batch.addReal(1);
        batch.addText("12".getBytes(UTF_8));
        List<String> sums = new ArrayList<>();
        for (int row = 0; row < batch.rows(); row++) {
            hash.take(batch, row);
            sums.add(TableHash.EMPTY.plusRow(hash.high(), hash.low()).sum());
        }
        assertThat(sums).hasSize(6).doesNotHaveDuplicates();
    }

    @Test
    void readsBackWhatItWrote() {
        TableHash some = of("a", "b", "c");
        assertThat(TableHash.of(3, some.sum())).isEqualTo(some);
        assertThatThrownBy(() -> TableHash.of(3, "12")).hasMessageContaining("32 digits");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 7, -7, 10, -10, Long.MAX_VALUE, Long.MIN_VALUE, 1_000_000_007L})
    void writesNumbersAsDecimalsAndReadsThemBack(long number) {
        RowBatch batch = new RowBatch(1);
        batch.addInteger(number);
        assertThat(batch.text(0, 0)).isEqualTo(Long.toString(number));
        assertThat(batch.number(0, 0)).isEqualTo(number);
    }
}
