package ai.ongoing.gateway.testkit;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A provider's end of a WebSocket, written down frame by frame: greets, answers texts it knows with texts, echoes binary
 * messages and pings, and returns a close frame as it came.
 */
public final class RealtimeProvider implements Script {

    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private final String protocol;
    private final List<String> greetings = new ArrayList<>();
    private final Map<String, String> answers = new HashMap<>();
    private boolean resets;

    private RealtimeProvider(String protocol) {
        this.protocol = protocol;
    }

    public static RealtimeProvider accepting(String protocol) {
        return new RealtimeProvider(protocol);
    }

    /** Says this as soon as the session stands, in the same packet as the end of the handshake. */
    public RealtimeProvider says(String text) {
        greetings.add(text);
        return this;
    }

    public RealtimeProvider answering(String question, String answer) {
        answers.put(question, answer);
        return this;
    }

    /** Resets the connection behind its greetings. */
    public RealtimeProvider thenResets() {
        resets = true;
        return this;
    }

    @Override
    public void play(ReceivedRequest request, Wire wire) throws IOException {
        String head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Protocol: " + protocol + "\r\nSec-WebSocket-Accept: "
                + accept(String.valueOf(request.header("Sec-WebSocket-Key"))) + "\r\n\r\n";
        ByteBuffer opening = ByteBuffer.allocate(1 << 20);
        opening.put(head.getBytes(StandardCharsets.US_ASCII));
        greetings.forEach(text -> opening.put(frame(TEXT, text.getBytes(StandardCharsets.UTF_8))));
        byte[] bytes = new byte[opening.flip().remaining()];
        opening.get(bytes);
        wire.bytes(bytes);
        DataInputStream in = new DataInputStream(wire.input());
        if (resets) {
            // The client has read the greeting when it asks, so that the reset cannot overtake it.
            readFrame(in);
            wire.reset();
            return;
        }
        while (reply(in, wire)) {
            // until the close frame
        }
        wire.close();
    }

    private boolean reply(DataInputStream in, Wire wire) throws IOException {
        Frame frame = readFrame(in);
        switch (frame.opcode()) {
            case TEXT -> {
                String answer = answer(new String(frame.payload(), StandardCharsets.UTF_8));
                if (answer != null) {
                    wire.bytes(frame(TEXT, answer.getBytes(StandardCharsets.UTF_8)));
                }
            }
            case PING -> wire.bytes(frame(PONG, frame.payload()));
            case BINARY, CLOSE -> wire.bytes(frame(frame.opcode(), frame.payload()));
            default -> throw new IOException("unexpected opcode " + frame.opcode());
        }
        return frame.opcode() != CLOSE;
    }

    private @Nullable String answer(String question) {
        return answers.get(question);
    }

    private record Frame(
            int opcode,
            @SuppressWarnings("ArrayRecordComponent") byte[] payload) {}

    private static Frame readFrame(DataInputStream in) throws IOException {
        int opcode = in.readUnsignedByte() & 0x0F;
        int length = in.readUnsignedByte() & 0x7F;
        long size = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(Math.toIntExact(size));
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i & 3];
        }
        return new Frame(opcode, payload);
    }

    private static byte[] frame(int opcode, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 10).put((byte) (0x80 | opcode));
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else if (payload.length < 65_536) {
            frame.put((byte) 126).putShort((short) payload.length);
        } else {
            frame.put((byte) 127).putLong(payload.length);
        }
        frame.put(payload);
        byte[] bytes = new byte[frame.flip().remaining()];
        frame.get(bytes);
        return bytes;
    }

    private static String accept(String key) {
        try {
            String salted = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-1").digest(salted.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
