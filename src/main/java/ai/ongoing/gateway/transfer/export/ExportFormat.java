package ai.ongoing.gateway.transfer.export;

/** How an export is written. */
public enum ExportFormat {
    /** One JSON object a line, as the API writes it. */
    NDJSON,
    /** RFC 4180, a header line first. */
    CSV
}
