package ai.ongoing.gateway.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** One command: its flags, and what it does once they are parsed. */
public interface Command {

    int SUCCESS = 0;
    int FAILURE = 1;
    int USAGE = 2;

    /** Built by hand rather than from annotations, so that no reflection slows a short command down. */
    CommandSpec spec();

    /** Runs it and returns the exit code. */
    int run(ParseResult parsed);

    /** What to say when something stands after the flags; empty when it does not matter. */
    String positionalRefusal();
}
