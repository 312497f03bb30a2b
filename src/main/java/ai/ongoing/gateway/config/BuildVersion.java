package ai.ongoing.gateway.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which build this is, as the build wrote it into a resource.
 *
 * @param version without a leading v; {@code dev} outside a release
 * @param commit {@code none} when unknown
 * @param date {@code unknown} when unknown
 */
public record BuildVersion(String version, String commit, String date) {

    private static final String RESOURCE = "application-build.properties";

    /** The running build; reads the resource each time. */
    public static BuildVersion current() {
        Properties properties = new Properties();
        try (InputStream in = BuildVersion.class.getResourceAsStream(RESOURCE)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the build's own " + RESOURCE + " cannot be read", e);
        }
        return new BuildVersion(
                filled(properties, "version", "dev"),
                filled(properties, "commit", "none"),
                filled(properties, "date", "unknown"));
    }

    /** A value that the build did not fill, as in an IDE, still is a Maven placeholder. */
    private static String filled(Properties properties, String name, String otherwise) {
        String value = properties.getProperty(name, "").strip();
        return value.isEmpty() || value.startsWith("@") ? otherwise : value;
    }

    /** The line that {@code version} prints. */
    @Override
    public String toString() {
        return version + " (" + commit + ", " + date + ")";
    }
}
