package ai.ongoing.gateway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.config.source.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What users of the image rely on, read from the files that make it. */
final class ImageContractTest {

    private final String dockerfile;
    private final Map<String, Object> compose;

    ImageContractTest() throws IOException {
        dockerfile = Files.readString(Path.of("Dockerfile")).replace("\\\n", " ");
        compose = new Yaml().load(Files.readString(Path.of("docker-compose.yml")));
    }

    @Test
    void theImageKeepsTheContract() {
        assertThat(lastStage())
                .contains(
                        "USER 65532:65532",
                        "WORKDIR /app",
                        "VOLUME /app/data",
                        "EXPOSE 8080",
                        "ENTRYPOINT [\"/opt/ongoingai/ongoingai\"]",
                        "CMD [\"serve\", \"--config\", \"/app/ongoingai.yaml\"]")
                .anyMatch(line -> line.startsWith("HEALTHCHECK ") && line.contains("/readyz") && !line.contains("curl"))
                .anyMatch(line -> line.startsWith("RUN ") && line.contains("chown 65532:65532 /app /app/data"))
                .contains("COPY --chown=65532:65532 config/image.yaml /app/ongoingai.yaml");
    }

    @Test
    void theBaseImagesAreArguments() {
        assertThat(dockerfile.lines().filter(line -> line.startsWith("FROM ")))
                .containsExactly("FROM ${BUILD_IMAGE} AS build", "FROM ${BASE_IMAGE}");
        assertThat(dockerfile.lines())
                .contains("ARG BUILD_IMAGE=eclipse-temurin:25-jdk", "ARG BASE_IMAGE=eclipse-temurin:25-jre");
    }

    @Test
    void theBuildContextHoldsEverythingThatIsCopied() throws IOException {
        assertThat(Files.readAllLines(Path.of(".dockerignore")))
                .startsWith("*")
                .contains("!pom.xml", "!mvnw", "!ongoingai", "!.mvn", "!config", "!src/main", "!src/package");
    }

    @Test
    void theImagesConfigurationListensEverywhereAndStoresOnTheVolume() throws IOException {
        GatewayConfig config =
                ConfigLoader.load(Path.of("config", "image.yaml"), Path.of("").toAbsolutePath(), Map.of());
        assertThat(config.server().host()).isEqualTo("0.0.0.0");
        assertThat(config.server().port()).isEqualTo(8080);
        assertThat(config.storage().path()).isEqualTo("/app/data/ongoingai.db");
    }

    @Test
    void composeRunsTheGatewayAsAPlainOwner() throws IOException {
        assertThat(at("services", "gateway", "environment", "ONGOINGAI_STORAGE_DSN"))
                .asString()
                .startsWith("postgresql://ongoingai:")
                .contains("@postgres:5432/ongoingai");
        assertThat(at("services", "gateway", "environment", "ONGOINGAI_STORAGE_DRIVER"))
                .isEqualTo("postgres");
        assertThat(Files.readString(Path.of("config", "postgres-role.sh")))
                .contains("NOSUPERUSER", "NOBYPASSRLS", "CREATE DATABASE ongoingai OWNER ongoingai");
        assertThat(Path.of("config", "postgres-role.sh")).isExecutable();
    }

    @Test
    void composeWaitsForTheDatabaseAndKeepsBothOnVolumes() {
        assertThat(at("services", "gateway", "depends_on", "postgres", "condition"))
                .isEqualTo("service_healthy");
        assertThat(at("services", "postgres", "image")).asString().contains("postgres:18");
        assertThat(at("services", "postgres", "healthcheck", "test")).asString().contains("pg_isready");
        assertThat(at("services", "gateway", "volumes")).isEqualTo(List.of("gateway-data:/app/data"));
        assertThat(at("volumes")).asString().contains("postgres-data", "gateway-data");
    }

    @Test
    void composeOpensThePortToThisMachineOnly() {
        assertThat(at("services", "gateway", "ports")).isEqualTo(List.of("127.0.0.1:8080:8080"));
        assertThat(at("services", "postgres", "ports")).isNull();
    }

    private List<String> lastStage() {
        String stage = dockerfile.substring(dockerfile.lastIndexOf("\nFROM "));
        return stage.lines().map(String::strip).toList();
    }

    private @Nullable Object at(String... keys) {
        Object value = compose;
        for (String key : keys) {
            value = value instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return value;
    }
}
