package ai.ongoing.gateway.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Many clients that each read a kilobyte a second of an answer that the provider would send at once: what a gateway holds
 * that takes from the provider more than its client takes. Ends with 1 when an answer broke off, when the calls are not
 * all stored, or when the stop was not clean. Memory is of Linux only.
 */
final class SlowReaders {

    private static final int BYTES_A_SECOND = 1_024;
    private static final int ANSWER_BYTES = 1_000_000;

    /** Small, so that what a client has not read stays where it was sent from. */
    private static final int RECEIVE_BUFFER = 4_096;

    private final Child gateway;
    private final String path;
    private final List<SocketChannel> readers = new ArrayList<>();
    private final ByteBuffer in = ByteBuffer.allocate(BYTES_A_SECOND);
    private long read;
    private int broken;

    private SlowReaders(Child gateway, String path) {
        this.gateway = gateway;
        this.path = path;
    }

    /** Arguments: launcher, clients, seconds, and whether the answer is {@code events} or {@code json}. */
    public static void main(String[] args) throws Exception {
        QuietMachine.demand();
        int clients = Integer.parseInt(args[1]);
        Path folder = Files.createTempDirectory("ongoingai-readers");
        BenchGateway program = BenchGateway.usual(Path.of(args[0]), folder);
        int upstreamPort = Child.freePort();
        List<String> provider = List.of(Integer.toString(upstreamPort), Integer.toString(ANSWER_BYTES));
        Child upstream = Child.start("direct", upstreamPort, Child.jvm(MockUpstream.class.getName(), provider), folder);
        Child gateway = program.start(upstreamPort);
        boolean kept;
        try {
            String path = args[3].equals("events") ? MockUpstream.FLOOD_PATH : MockUpstream.JSON_PATH;
            SlowReaders bench = new SlowReaders(gateway, path);
            bench.run(clients, Integer.parseInt(args[2]));
            int exit = gateway.stop();
            long rows = program.storedRows();
            System.out.printf("answers broken off %d, rows stored %,d, exit code %d%n", bench.broken, rows, exit);
            kept = bench.broken == 0 && rows == clients && exit == 0;
        } finally {
            gateway.kill();
            upstream.kill();
            Backlog.deleteTree(folder);
        }
        System.exit(kept ? 0 : 1);
    }

    private void run(int clients, int seconds) throws Exception {
        long before = Child.anonymousMebibytes(gateway.pid());
        for (int i = 0; i < clients; i++) {
            readers.add(asked());
        }
        long most = 0;
        for (int second = 0; second < seconds; second++) {
            for (SocketChannel reader : readers) {
                readABit(reader);
            }
            most = Math.max(most, Child.anonymousMebibytes(gateway.pid()));
            TimeUnit.SECONDS.sleep(1);
        }
        for (SocketChannel reader : readers) {
            reader.close();
        }
        System.out.println(
                "| clients | read by each, KiB | anonymous RSS before, MiB | at most | more a client, KiB |");
        System.out.println("|---:|---:|---:|---:|---:|");
        System.out.printf(
                Locale.ROOT,
                "| %,d | %,d | %d | %d | %d |%n",
                clients,
                read / clients / 1024,
                before,
                most,
                (most - before) * 1024 / clients);
    }

    private SocketChannel asked() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
        channel.write(ByteBuffer.wrap(Load.request("/openai" + path, Bodies.USUAL.request(path.contains("?stream")))));
        channel.configureBlocking(false);
        return channel;
    }

    private void readABit(SocketChannel reader) throws IOException {
        if (!reader.isOpen()) {
            return;
        }
        in.clear();
        int count = reader.read(in);
        if (count < 0) {
            broken++;
            reader.close();
        }
        read += Math.max(count, 0);
    }
}
