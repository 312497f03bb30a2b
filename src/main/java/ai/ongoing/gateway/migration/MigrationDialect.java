package ai.ongoing.gateway.migration;

/** What differs between backends, as SQL text and answers about failures; the engine holds everything else. */
public interface MigrationDialect {

    /** The folder of the files and the prefix of their stored names. */
    String folder();
}
