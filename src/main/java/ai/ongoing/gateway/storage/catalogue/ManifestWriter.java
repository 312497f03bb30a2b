package ai.ongoing.gateway.storage.catalogue;

import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.migration.file.MigrationManifest;
import ai.ongoing.gateway.storage.schema.MigrationFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The step of the build that writes the manifest beside the migration files it packs. */
final class ManifestWriter {

    private ManifestWriter() {}

    /** Takes the folder that holds {@code sqlite} and {@code postgres}. */
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        Files.writeString(root.resolve(MigrationManifest.NAME), String.join("\n", lines(root)) + "\n");
    }

    static List<String> lines(Path root) throws IOException {
        List<String> lines = new ArrayList<>();
        for (MigrationFolder folder : MigrationFolder.values()) {
            try (Stream<Path> files = Files.list(root.resolve(folder.folder()))) {
                for (Path file : files.sorted().toList()) {
                    String name = folder.folder() + "/" + file.getFileName();
                    String text = Files.readString(file);
                    lines.add(MigrationManifest.line(MigrationFile.parse(name, text, folder.syntax()), text));
                }
            }
        }
        return lines;
    }
}
