package ai.ongoing.gateway.devdb;

/** What to say of ports. */
final class Ports {

    private Ports() {}

    static DevDatabaseException taken(int port) {
        return new DevDatabaseException("Port " + port + " is already in use; find by whom: lsof -i :" + port
                + ", or choose another: ongoingai dev-db up --port " + (port == 65_535 ? 15_433 : port + 1));
    }
}
