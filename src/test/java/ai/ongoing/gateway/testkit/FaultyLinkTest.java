package ai.ongoing.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The link's faults, between a socket and a server that answers every piece with the same. */
final class FaultyLinkTest {

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private ServerSocket server;
    private FaultyLink link;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket client = server.accept();
                    Thread.ofVirtual().start(() -> echo(client));
                } catch (IOException e) {
                    // closed
                }
            }
        });
        link = FaultyLink.to("127.0.0.1", server.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        link.close();
        server.close();
    }

    private void echo(Socket client) {
        byte[] buffer = new byte[100];
        try (client) {
            for (int length = client.getInputStream().read(buffer);
                    length > 0;
                    length = client.getInputStream().read(buffer)) {
                heard.add(new String(buffer, 0, length, StandardCharsets.UTF_8));
                client.getOutputStream().write(buffer, 0, length);
            }
        } catch (IOException e) {
            // reset
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), link.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void say(Socket socket, String words) throws IOException {
        socket.getOutputStream().write(words.getBytes(StandardCharsets.UTF_8));
    }

    private static String answer(Socket socket, int length) throws IOException {
        InputStream in = socket.getInputStream();
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    @Test
    void carriesWhatIsSaid() throws IOException {
        try (Socket socket = connect()) {
            say(socket, "hello");
            assertThat(answer(socket, 5)).isEqualTo("hello");
        }
        assertThat(link.connections()).isOne();
    }

    @Test
    void holdsBackWhileItStalls() throws IOException {
        try (Socket socket = connect()) {
            link.stall();
            say(socket, "hello");
            socket.setSoTimeout(200);
            assertThatThrownBy(() -> answer(socket, 5)).isInstanceOf(SocketTimeoutException.class);
            assertThat(heard).isEmpty();
            socket.setSoTimeout(20_000);
            link.resume();
            assertThat(answer(socket, 5)).isEqualTo("hello");
        }
    }

    @Test
    void resetsWhatIsOpenAndLetsNewOnesThrough() throws IOException {
        try (Socket socket = connect()) {
            say(socket, "hello");
            answer(socket, 5);
            link.reset();
            assertThatThrownBy(() -> answer(socket, 5)).isInstanceOf(IOException.class);
        }
        carriesAgain();
    }

    @Test
    void refusesUntilItIsRepaired() throws IOException {
        link.breakDown();
        try (Socket socket = connect()) {
            assertThatThrownBy(() -> {
                        say(socket, "hello");
                        if (answer(socket, 5).isEmpty()) {
                            throw new IOException("closed");
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        link.repair();
        carriesAgain();
    }

    @Test
    void cutsBeforeTheWordsArriveOnceMore() throws IOException {
        link.cutBefore("COMMIT", 1);
        try (Socket socket = connect()) {
            say(socket, "BEGIN");
            assertThat(answer(socket, 5)).isEqualTo("BEGIN");
            say(socket, "COMMIT");
            assertThat(answer(socket, 6)).isEqualTo("COMMIT");
            say(socket, "COMMIT");
            assertThatThrownBy(() -> answer(socket, 6)).isInstanceOf(IOException.class);
        }
        assertThat(link.hasCut()).isTrue();
        assertThat(heard).containsExactly("BEGIN", "COMMIT");
        carriesAgain();
    }

    @Test
    void swallowsTheAnswerToTheWords() throws IOException {
        link.cutAfter("COMMIT", 0);
        try (Socket socket = connect()) {
            say(socket, "COM");
            assertThat(answer(socket, 3)).isEqualTo("COM");
            assertThat(link.hasCut()).isFalse();
            say(socket, "MIT");
            assertThatThrownBy(() -> answer(socket, 3)).isInstanceOf(IOException.class);
        }
        Awaitility.await().untilAsserted(() -> assertThat(heard).containsExactly("COM", "MIT"));
        assertThat(link.hasCut()).isTrue();
        carriesAgain();
    }

    private void carriesAgain() throws IOException {
        try (Socket again = connect()) {
            say(again, "again");
            assertThat(answer(again, 5)).isEqualTo("again");
        }
    }
}
