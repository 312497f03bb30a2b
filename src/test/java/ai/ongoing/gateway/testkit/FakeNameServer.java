package ai.ongoing.gateway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A name server on loopback (RFC 1035, over UDP alone) that knows one name: this machine's loopback address, to be kept for
 * a day. It says of all others that they do not exist, or says nothing at all. Stopped by {@link #close}.
 */
public final class FakeNameServer implements AutoCloseable {

    private static final int HEADER = 12;
    private static final int ADDRESS = 1;
    private static final int ANSWERED = 0x8180;
    private static final int NO_SUCH_NAME = 0x8183;
    private static final int DAY_SECONDS = 86_400;

    private final String known;
    private final DatagramSocket socket;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile boolean silent;

    private FakeNameServer(String known, DatagramSocket socket) {
        this.known = known;
        this.socket = socket;
    }

    /**
     * Starts one.
     *
     * @param known the name it knows, without a dot at its end
     */
    public static FakeNameServer knowing(String known) throws IOException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        FakeNameServer server = new FakeNameServer(known, socket);
        Thread.ofVirtual().name("name-server").start(server::run);
        return server;
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
    }

    /** How often the address of a name was asked for. */
    public long asked(String name) {
        return asked.stream().filter(name::equals).count();
    }

    /** From now on nothing is answered. */
    public void fallSilent() {
        silent = true;
    }

    private void run() {
        byte[] bytes = new byte[512];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
                socket.receive(packet);
                byte[] answer = answer(ByteBuffer.wrap(bytes, 0, packet.getLength()));
                if (!silent) {
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (SocketException closed) {
            // That is how it is stopped.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] answer(ByteBuffer query) {
        query.position(HEADER);
        String name = name(query);
        int type = query.getShort();
        int end = query.position() + 2;
        boolean wanted = type == ADDRESS;
        if (wanted) {
            asked.add(name);
        }
        boolean found = name.equals(known);
        ByteBuffer answer = ByteBuffer.allocate(512);
        answer.putShort(query.getShort(0)).putShort((short) (found ? ANSWERED : NO_SUCH_NAME));
        answer.putShort((short) 1).putShort((short) (found && wanted ? 1 : 0)).putInt(0);
        answer.put(query.slice(HEADER, end - HEADER));
        if (found && wanted) {
            // The name is the question's, which stands behind the header.
            answer.putShort((short) (0xC000 | HEADER)).putShort((short) ADDRESS).putShort((short) 1);
            answer.putInt(DAY_SECONDS).putShort((short) 4).put(new byte[] {127, 0, 0, 1});
        }
        byte[] bytes = new byte[answer.position()];
        answer.flip().get(bytes);
        return bytes;
    }

    private static String name(ByteBuffer query) {
        StringJoiner labels = new StringJoiner(".");
        for (int length = query.get(); length > 0; length = query.get()) {
            byte[] label = new byte[length];
            query.get(label);
            labels.add(new String(label, StandardCharsets.US_ASCII));
        }
        return labels.toString();
    }

    @Override
    public void close() {
        socket.close();
    }
}
