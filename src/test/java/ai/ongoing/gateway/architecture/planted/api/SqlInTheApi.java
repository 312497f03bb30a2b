package ai.ongoing.gateway.architecture.planted.api;

import java.sql.Connection;

/** The API must not see a connection. */
public record SqlInTheApi(Connection connection) {}
