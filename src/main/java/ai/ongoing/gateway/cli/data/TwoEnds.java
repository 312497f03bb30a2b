package ai.ongoing.gateway.cli.data;

import ai.ongoing.gateway.cli.command.Options;
import ai.ongoing.gateway.cli.command.StoreCall;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.transfer.copy.Attempts;
import ai.ongoing.gateway.transfer.copy.CopyObserver;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** The two stores that a command compares, as its options name them. */
record TwoEnds(Endpoint left, Endpoint right) {

    private static final String LEFT = "--left";
    private static final String RIGHT = "--right";
    private static final String ATTEMPTS = "--attempts";

    static List<OptionSpec> options() {
        return List.of(
                Options.text(LEFT, CopyWork.END, "one database"),
                Options.text(RIGHT, CopyWork.END, "what it is compared with"),
                Options.number(ATTEMPTS, "N", "how often to try to reach a server (20)"));
    }

    static TwoEnds of(StoreCall call, String command) {
        TwoEnds ends = new TwoEnds(end(call, command, LEFT), end(call, command, RIGHT));
        if (ends.left.isSame(ends.right)) {
            throw oneDatabase();
        }
        return ends;
    }

    private static MigrationException oneDatabase() {
        return usage("--left and --right name the same database; name two.");
    }

    private static Endpoint end(StoreCall call, String command, String flag) {
        String text = call.text(flag)
                .orElseThrow(() -> usage(command + " compares two databases: name them with --left and --right; " + flag
                        + " is missing."));
        return call.endpoints().parse(flag, CopyWork.named(call, flag, text));
    }

    /**
     * A server may just be starting; a file that cannot be opened says best by itself why. A database compared with
     * itself under another name is equal and proves nothing, so that is refused once both are there.
     */
    void reach(StoreCall call) {
        CopyObserver waiting = new CopyObserver() {
            @Override
            public void waiting(String why, long millis) {
                call.complain(why + " Trying again in " + millis + " ms.");
            }
        };
        for (Endpoint end : List.of(left, right)) {
            if (end.isServer()) {
                new Attempts(waiting, () -> false)
                        .reach(end, call.number(ATTEMPTS).orElse(end.attempts()));
            }
        }
        if (left.leadsToSame(right)) {
            throw oneDatabase();
        }
    }

    private static MigrationException usage(String sentence) {
        return new MigrationException(Reason.USAGE, sentence);
    }
}
