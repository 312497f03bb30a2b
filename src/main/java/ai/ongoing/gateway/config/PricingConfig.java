package ai.ongoing.gateway.config;

/**
 * The {@code pricing} section.
 *
 * @param file a price file whose entries win over the shipped ones; empty means none
 */
public record PricingConfig(String file) {}
