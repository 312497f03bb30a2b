package ai.ongoing.gateway.trace;

/**
 * Who called.
 *
 * @param apiKeyHash SHA-256 of the provider key, in hexadecimal; empty when the call carried none
 * @param gatewayKeyId id of the gateway key; empty when authentication is off
 * @param correlationId the id that joins this call to its logs; empty in traces written by older programs
 */
public record Caller(String apiKeyHash, String gatewayKeyId, String correlationId) {}
