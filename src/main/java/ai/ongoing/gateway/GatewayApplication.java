package ai.ongoing.gateway;

import ai.ongoing.gateway.cli.Cli;
import ai.ongoing.gateway.cli.command.Terminal;

/** The program's entry: hands the arguments to the command line, and the server to the command line. */
public final class GatewayApplication {

    private GatewayApplication() {}

    public static void main(String[] args) {
        EarlyStop early = new EarlyStop();
        if (args.length == 0 || args[0].equals("serve")) {
            early.begin();
        }
        Terminal terminal = Terminal.ofProcess();
        int code = new Cli(terminal, new GatewayLauncher(terminal.err(), early)).run(args);
        // A command that ends by itself keeps its code.
        early.over();
        System.exit(code);
    }
}
