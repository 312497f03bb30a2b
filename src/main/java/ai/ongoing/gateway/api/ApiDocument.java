package ai.ongoing.gateway.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The OpenAPI description of what this gateway answers. */
public final class ApiDocument {

    /** Where the description lies on the class path. */
    public static final String RESOURCE = "/openapi/openapi.yaml";

    Answer yaml() {
        return Answer.text(200, "application/yaml", content());
    }

    private static byte[] content() {
        try (InputStream in = ApiDocument.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the program was built without " + RESOURCE);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
