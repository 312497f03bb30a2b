package ai.ongoing.gateway.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** The part of this source checkout that authors of migrations work in, copied to where a test may change it. */
public final class CopiedCheckout {

    private static final List<Path> PARTS = List.of(
            Path.of("src/main/resources/db/migration"),
            Path.of("src/main/resources/openapi"),
            Path.of("src/docs"),
            Path.of("README.md"));

    private CopiedCheckout() {}

    /** Copies files and documents below a directory, which then is the root of a checkout. */
    public static void into(Path directory) throws IOException {
        for (Path part : PARTS) {
            try (Stream<Path> files = Files.walk(part)) {
                for (Path file : files.toList()) {
                    Path copy = directory.resolve(file.toString());
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
