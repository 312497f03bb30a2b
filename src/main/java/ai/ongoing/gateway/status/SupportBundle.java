package ai.ongoing.gateway.status;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A zip of texts for whoever helps from afar. It holds what it is given, so it is given only what is masked: the status,
 * the configuration as {@code config validate --show} prints it, versions, the last lines of a log.
 */
public final class SupportBundle {

    private SupportBundle() {}

    /**
     * Writes the zip.
     *
     * @param texts by the name of the file inside; written in their order
     */
    public static void write(OutputStream to, Map<String, String> texts) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(to, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, String> text : texts.entrySet()) {
                zip.putNextEntry(new ZipEntry(text.getKey()));
                zip.write(text.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
    }
}
