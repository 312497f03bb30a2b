package ai.ongoing.gateway;

import ai.ongoing.gateway.cli.Cli;
import ai.ongoing.gateway.cli.Terminal;

/** The program's entry: hands the arguments to the command line, and the server to the command line. */
public final class GatewayApplication {

    private GatewayApplication() {}

    public static void main(String[] args) {
        Terminal terminal = Terminal.ofProcess();
        // A lambda, not a bound method reference: that would load the server, and Spring, for every command.
        System.exit(new Cli(terminal, config -> new Serving(terminal.err()).serve(config)).run(args));
    }
}
