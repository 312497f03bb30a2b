package ai.ongoing.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.InstalledProgram.Run;
import ai.ongoing.gateway.testkit.Answer;
import ai.ongoing.gateway.testkit.ProcessStatus;
import ai.ongoing.gateway.testkit.RawClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program with the heap it gives itself: what clients send does not fill it, and what does ends the process. */
@Tag("long")
final class HeapIT {

    private static final long MIB = 1024 * 1024;

    @TempDir
    private Path directory = Path.of("");

    private final Surroundings around = new Surroundings();

    @AfterEach
    void stop() {
        around.close();
    }

    /** More than the whole heap, and all of it to be kept: what is kept is the beginning, and what was said stays known. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aBodyLargerThanTheHeapPassesWhileBodiesAreKept() throws Exception {
        Map<String, String> variables = around.variables();
        RunningGateway.keepingBodies(variables);
        variables.put("ONGOINGAI_BODY_MAX_SIZE", Integer.toString(1 << 30));
        InstalledProgram program = InstalledProgram.in(directory);
        Run serve = program.start(variables, "serve");
        around.awaitReady(serve);
        around.upstream().answer(Answer.json("200 OK", "{\"model\":\"gpt-4o-2024-08-06\"}"));
        byte[] begin = "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"".getBytes(US_ASCII);
        byte[] block = "all work and no play. ".repeat(47_663).getBytes(US_ASCII);
        int blocks = 200;
        byte[] end = "\"}]}".getBytes(US_ASCII);
        long length = begin.length + (long) blocks * block.length + end.length;
        try (RawClient uploader = RawClient.connect(around.port())) {
            uploader.head("POST /openai/v1/chat/completions HTTP/1.1", "Host: x", "Content-Length: " + length)
                    .send(begin);
            for (int i = 0; i < blocks; i++) {
                uploader.send(block);
            }
            assertThat(uploader.send(end).readResponse().status()).isEqualTo(200);
        }
        assertThat(around.upstream().lastReceived().bodyLength()).isEqualTo(length);
        await().until(() -> around.get("/api/traces").body().contains("\"model\":\"gpt-4o\""));
        assertThat(ProcessStatus.mebibytes(serve.process().pid(), "VmHWM")).isBetween(1L, 399L);
        assertThat(serve.terminate()).isZero();
        assertThat(program.stored("SELECT LENGTH(request_body) FROM traces")).isBetween(4 * MIB, 6 * MIB);
    }

    /** Loaded anywhere else, most of the cache would be written anew and belong to the process. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void mostOfTheCacheStaysAFile() throws Exception {
        Run serve = InstalledProgram.in(directory).start(around.variables(), "serve");
        around.awaitReady(serve);
        List<String> maps = Files.readAllLines(
                Path.of("/proc", Long.toString(serve.process().pid()), "smaps"));
        assertThat(kibibytes(maps, "Rss:")).isPositive();
        assertThat(kibibytes(maps, "Anonymous:")).isLessThan(kibibytes(maps, "Size:") / 2);
        assertThat(serve.terminate()).isZero();
    }

    /** Of all mappings of the cache. */
    private static long kibibytes(List<String> maps, String figure) {
        boolean ofCache = false;
        long sum = 0;
        for (String line : maps) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                ofCache = line.endsWith("/serve.aot");
            } else if (ofCache && line.startsWith(figure)) {
                sum += Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        return sum;
    }

    /** Each head alone is small enough; all together would take four times the heap. */
    @Test
    void unfinishedHeadsOfManyClientsLeaveRoomForOthers() throws Exception {
        Run serve = InstalledProgram.in(directory).start(around.variables(), "serve");
        around.awaitReady(serve);
        String head = "GET /openai/v1/models HTTP/1.1\r\nHost: x\r\n" + "a:\r\n".repeat(50_000);
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                clients.add(RawClient.connect(around.port()));
                sendAsFarAsItIsTaken(clients.getLast(), head);
            }
            around.upstream().answer(Answer.json("200 OK", "{}"));
            assertThat(around.get("/openai/v1/models").statusCode()).isEqualTo(200);
        } finally {
            for (RawClient one : clients) {
                one.close();
            }
        }
        await().until(() -> around.get("/api/traces").body().contains("/v1/models"));
        assertThat(serve.terminate()).isZero();
    }

    private static void sendAsFarAsItIsTaken(RawClient client, String head) {
        try {
            client.send(head);
        } catch (IOException refused) {
            // The gateway has closed this one; others are what the test looks at.
        }
    }

    /** A process whose memory is used up has lost threads nobody knows of: it ends at once, for others to start it again. */
    @Test
    void endsWhenItsMemoryIsUsedUp() {
        Map<String, String> variables = around.variables();
        variables.put("ONGOINGAI_JAVA_OPTS", "-Xms8m -Xmn4m -Xmx12m");
        Run serve = InstalledProgram.in(directory).start(variables, "serve");
        assertThat(serve.exitCode()).as(serve.err()).isEqualTo(3);
        assertThat(serve.err()).contains("Terminating due to java.lang.OutOfMemoryError");
    }
}
