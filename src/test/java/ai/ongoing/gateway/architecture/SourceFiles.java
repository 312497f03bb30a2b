package ai.ongoing.gateway.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The Java files of one source root, with their lengths.
 *
 * @param root folder such as {@code src/main/java}
 * @param files every Java file but package-info, in a fixed order
 */
record SourceFiles(Path root, List<SourceFile> files) {

    SourceFiles {
        files = List.copyOf(files);
    }

    /** Reads the files below a folder; a folder that is absent has none. */
    static SourceFiles below(Path root) {
        if (!Files.isDirectory(root)) {
            return new SourceFiles(root, List.of());
        }
        try (Stream<Path> paths = Files.walk(root)) {
            return new SourceFiles(
                    root,
                    paths.filter(path -> path.toString().endsWith(".java"))
                            .filter(path -> !path.endsWith("package-info.java"))
                            .sorted()
                            .map(path -> SourceFile.read(root, path))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The length that half of the files do not exceed; 0 without files. */
    int medianLines() {
        List<Integer> sorted =
                files.stream().map(file -> file.lines().size()).sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }

    /** One file: its path below the root, with slashes, and its lines. */
    record SourceFile(String name, List<String> lines) {

        SourceFile {
            lines = List.copyOf(lines);
        }

        private static SourceFile read(Path root, Path path) {
            try {
                return new SourceFile(root.relativize(path).toString().replace('\\', '/'), Files.readAllLines(path));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The folder below the root, with slashes. */
        String folder() {
            int slash = name.lastIndexOf('/');
            return slash < 0 ? "" : name.substring(0, slash);
        }
    }
}
