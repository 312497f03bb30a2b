import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * The image's health check: exit code 0 when the address answers 200 within three seconds, else 1. The image has no
 * curl, and a JVM that runs only this is up in a tenth of a second.
 */
final class Probe {

    private static final int TIMEOUT_MILLIS = 3_000;

    private Probe() {}

    public static void main(String[] args) throws Exception {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(args[0]).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        int status = 0;
        try {
            status = connection.getResponseCode();
        } catch (IOException e) {
            System.err.println(args[0] + ": " + e.getMessage());
        }
        System.exit(status == HttpURLConnection.HTTP_OK ? 0 : 1);
    }
}
