package ai.ongoing.gateway.architecture;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.architecture.SourceFiles.SourceFile;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps files and packages at a size a reader can hold: hard limits fail, medians only warn. */
final class SizeTest {

    private static final Logger LOG = LoggerFactory.getLogger(SizeTest.class);

    private static final int MAIN_LINES = 300;
    private static final int TEST_LINES = 400;
    private static final int CONTRACT_LINES = 500;
    private static final int MAIN_MEDIAN = 80;
    private static final int TEST_MEDIAN = 110;
    private static final int TYPES_IN_A_PACKAGE = 15;

    /**
     * Packages that may hold more than {@value #TYPES_IN_A_PACKAGE} files, and how many: config has a record for each
     * section of the file, trace one for each part of a call, journal the records of a call and both sides of the queue, pipeline the whole way from record to row, provider two readers for each wire format, storage and storage.bulk.write two
     * dialects of everything.
     */
    private static final Map<String, Integer> LARGE_PACKAGES = Map.ofEntries(
            Map.entry("ai/ongoing/gateway/config", 24),
            Map.entry("ai/ongoing/gateway/trace", 18),
            Map.entry("ai/ongoing/gateway/journal", 18),
            Map.entry("ai/ongoing/gateway/pipeline", 22),
            Map.entry("ai/ongoing/gateway/provider", 20),
            Map.entry("ai/ongoing/gateway/storage", 32),
            Map.entry("ai/ongoing/gateway/storage/row", 22),
            Map.entry("ai/ongoing/gateway/storage/schema", 25),
            Map.entry("ai/ongoing/gateway/storage/bulk/write", 20));

    private final SourceFiles main = SourceFiles.below(Path.of("src", "main", "java"));
    private final SourceFiles tests = SourceFiles.below(Path.of("src", "test", "java"));
    private final SourceFiles bench = SourceFiles.below(Path.of("src", "bench", "java"));

    @Test
    void noFileIsTooLongToRead() {
        assertThat(tooLong(main, file -> MAIN_LINES)).as("main files").isEmpty();
        assertThat(tooLong(bench, file -> MAIN_LINES)).as("bench files").isEmpty();
        assertThat(tooLong(tests, SizeTest::testLimit)).as("test files").isEmpty();
    }

    @Test
    void noPackageIsACrowd() {
        assertThat(crowds(main, LARGE_PACKAGES))
                .as("packages with more than " + TYPES_IN_A_PACKAGE + " files; split by idea")
                .isEmpty();
    }

    @Test
    void warnsWhenFilesGrowOnTheWhole() {
        warnAbove("main", main.medianLines(), MAIN_MEDIAN);
        warnAbove("test", tests.medianLines(), TEST_MEDIAN);
        assertThat(main.files()).as("main files found").isNotEmpty();
    }

    @Test
    void findsALongFileAndACrowd() {
        SourceFile longFile = new SourceFile("a/Long.java", Collections.nCopies(301, "x"));
        SourceFiles planted = new SourceFiles(Path.of("planted"), List.of(longFile));
        assertThat(tooLong(planted, file -> MAIN_LINES)).containsExactly("a/Long.java: 301 lines, at most 300");
        SourceFiles crowd = new SourceFiles(
                Path.of("planted"),
                Stream.iterate(0, i -> i < 16, i -> i + 1)
                        .map(i -> new SourceFile("b/Type" + i + ".java", List.of("x")))
                        .toList());
        assertThat(crowds(crowd, Map.of())).containsExactly("b: 16 files");
        assertThat(crowds(crowd, Map.of("b", 16))).isEmpty();
    }

    private static int testLimit(SourceFile file) {
        return file.name().endsWith("Contract.java") ? CONTRACT_LINES : TEST_LINES;
    }

    private static List<String> tooLong(SourceFiles sources, ToIntFunction<SourceFile> limit) {
        return sources.files().stream()
                .filter(file -> file.lines().size() > limit.applyAsInt(file))
                .map(file -> file.name() + ": " + file.lines().size() + " lines, at most " + limit.applyAsInt(file))
                .toList();
    }

    private static List<String> crowds(SourceFiles sources, Map<String, Integer> excepted) {
        return sources.files().stream().collect(groupingBy(SourceFile::folder)).entrySet().stream()
                .filter(entry -> entry.getValue().size() > excepted.getOrDefault(entry.getKey(), TYPES_IN_A_PACKAGE))
                .map(entry -> entry.getKey() + ": " + entry.getValue().size() + " files")
                .sorted()
                .toList();
    }

    private static void warnAbove(String what, int median, int limit) {
        if (median > limit) {
            LOG.warn("the median {} file has {} lines, more than {}", what, median, limit);
        }
    }
}
