package ai.ongoing.gateway.api;

/**
 * What is known of this gateway before anything is open.
 *
 * @param version this program's version
 * @param storageDriver the word of {@code storage.driver}
 */
public record GatewayFacts(String version, String storageDriver) {}
