package ai.ongoing.gateway.storage.bulk;

/**
 * One column as the live catalogue has it.
 *
 * @param narrow whether its numbers have 32 bits only
 * @param declared the type in the backend's own words, in lower case
 */
public record ColumnShape(String name, LogicalType type, boolean nullable, boolean narrow, String declared) {}
