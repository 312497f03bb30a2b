package ai.ongoing.gateway.status;

import ai.ongoing.gateway.config.ServerConfig;
import ai.ongoing.gateway.migration.MigrationExit;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the gateway itself how it is. */
final class GatewayProbe {

    private static final String TITLE = "Gateway";
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private GatewayProbe() {}

    static Section ask(ServerConfig server) {
        String address = GatewayAddress.of(server);
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/api/health"))
                .timeout(PATIENCE)
                .build();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            return answered(
                    address, client.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            return Section.ill(
                    TITLE,
                    MigrationExit.UNREACHABLE,
                    "Not running at " + address,
                    List.of("Start it:          ongoingai serve", "Another address?   server.host and server.port"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Section.ill(TITLE, MigrationExit.FAILED, "Nobody waited for " + address, List.of());
        }
    }

    private static Section answered(String address, String body) {
        JsonNode health;
        try {
            health = JsonMapper.shared().readTree(body);
        } catch (JacksonException e) {
            health = JsonMapper.shared().missingNode();
        }
        String state = health.path("status").asString("");
        if (state.isEmpty()) {
            return Section.ill(
                    TITLE,
                    MigrationExit.UNREACHABLE,
                    "Something else answers at " + address,
                    List.of("Find it:           lsof -i :PORT", "Another port:      ongoingai serve --port N"));
        }
        if (!state.equals("ok")) {
            String why =
                    health.path("reason").asString(health.path("waiting_for").asString("no reason given"));
            return Section.ill(
                    TITLE,
                    MigrationExit.FAILED,
                    "Running at " + address + ", " + state + ": " + why,
                    List.of("Look closer:       ongoingai diagnostics"));
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("address", address);
        facts.put("status", state);
        facts.put("version", health.path("version").asString(""));
        facts.put("uptime_sec", health.path("uptime_sec").asLong(0));
        facts.put("storage_driver", health.path("storage_driver").asString(""));
        facts.put("trace_count", health.path("trace_count").asLong(0));
        return Section.well(
                TITLE,
                "Running at " + address,
                List.of(
                        "Version: " + facts.get("version"),
                        "Up for: " + facts.get("uptime_sec") + " s",
                        "Storage: " + facts.get("storage_driver"),
                        "Traces: " + facts.get("trace_count")),
                facts);
    }
}
