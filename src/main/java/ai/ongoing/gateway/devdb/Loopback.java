package ai.ongoing.gateway.devdb;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Asks ports of this machine who listens there. */
final class Loopback {

    private static final int TIMEOUT_MILLIS = 500;

    /** The first message of a client that would like TLS; every PostgreSQL answers it with one letter, before any login. */
    private static final byte[] SSL_REQUEST = {0, 0, 0, 8, 0x04, (byte) 0xD2, 0x16, 0x2F};

    private Loopback() {}

    /** Whether nobody listens on a port. */
    static boolean free(int port) {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** Whether a PostgreSQL answers on a port. */
    static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.getOutputStream().write(SSL_REQUEST);
            int letter = socket.getInputStream().read();
            return letter == 'S' || letter == 'N';
        } catch (IOException notYet) {
            return false;
        }
    }

    /**
     * Waits until a PostgreSQL answers; false when the time is over.
     *
     * @param end of {@link System#nanoTime}
     */
    static boolean waitFor(int port, long end) {
        while (!answers(port)) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            pause();
        }
        return true;
    }

    static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DevDatabaseException("interrupted while waiting for the server", e);
        }
    }
}
