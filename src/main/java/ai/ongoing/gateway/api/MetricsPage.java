package ai.ongoing.gateway.api;

/** The text of the Prometheus page, made anew for each scrape. */
@FunctionalInterface
public interface MetricsPage {

    /** The exposition format that every scraper reads. */
    String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** The page in UTF-8; takes milliseconds. */
    byte[] scrape();
}
