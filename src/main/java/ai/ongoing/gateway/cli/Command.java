package ai.ongoing.gateway.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** One command: its flags, and what it does once they are parsed. */
sealed interface Command
        permits ServeCommand,
                StartCommand,
                DevDbCommand,
                ValidateCommand,
                VersionCommand,
                StoreCommand,
                SetupCommand,
                DiagnosticsCommand,
                JournalCommand {

    /** Built by hand rather than from annotations, so that no reflection slows a short command down. */
    CommandSpec spec();

    /** Runs it and returns the exit code. */
    int run(ParseResult parsed);

    /** What to say when something stands after the flags; empty when it does not matter. */
    String positionalRefusal();
}
