package ai.ongoing.gateway.storage.bulk;

/**
 * Which schema a database has.
 *
 * @param version the highest number applied; -1 without a history
 * @param fingerprint of tables, columns, logical types and keys: equal on both backends for schemas that mean the same
 */
public record SchemaStamp(int version, String fingerprint) {}
