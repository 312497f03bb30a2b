package ai.ongoing.gateway;

/** The program's entry. */
public final class GatewayApplication {

    private GatewayApplication() {}

    public static void main(String[] args) {
        if (args.length > 0) {
            System.exit(2);
        }
    }
}
