package ai.ongoing.gateway.architecture.planted.api;

/** The API must not know which database answers. */
public record KnowsItsDatabase(String driver) {

    /** Says the word. */
    public boolean isSqlite() {
        return driver.equals("sqlite");
    }
}
