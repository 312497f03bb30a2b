package ai.ongoing.gateway.cli.data;

import ai.ongoing.gateway.cli.command.Options;
import ai.ongoing.gateway.cli.command.StoreCall;
import ai.ongoing.gateway.cli.command.StoreCommand;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.storage.BulkAccess;
import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.transfer.copy.Attempts;
import ai.ongoing.gateway.transfer.copy.CopyException;
import ai.ongoing.gateway.transfer.copy.CopyObserver;
import ai.ongoing.gateway.transfer.proof.Comparing;
import ai.ongoing.gateway.transfer.proof.ProofWords;
import ai.ongoing.gateway.transfer.proof.StoreComparison;
import ai.ongoing.gateway.transfer.proof.TableComparison;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.OptionSpec;

/** {@code db verify}: says of each table whether both sides hold the same rows, and where they do not, which. */
final class VerifyWork {

    private static final String LEFT = "--left";
    private static final String RIGHT = "--right";
    private static final String ATTEMPTS = "--attempts";
    private static final String EXCLUDE = "--exclude";

    private VerifyWork() {}

    static List<OptionSpec> options() {
        return List.of(
                Options.text(LEFT, "DATABASE", "a path, connection string, env:NAME or configuration file"),
                Options.text(RIGHT, "DATABASE", "what it is compared with"),
                Options.text(EXCLUDE, "TABLE,TABLE", "tables to leave out"),
                Options.number(ATTEMPTS, "N", "how often to try to reach a server (20)"));
    }

    static MigrationExit verify(StoreCall call) {
        Endpoint left = end(call, LEFT);
        Endpoint right = end(call, RIGHT);
        if (left.isSame(right)) {
            throw usage("--left and --right name the same database; name two.");
        }
        Set<String> excluded =
                call.text(EXCLUDE).map(names -> Set.of(names.split(",", -1))).orElseGet(Set::of);
        try {
            reach(call, left);
            reach(call, right);
        } catch (CopyException e) {
            return StoreCommand.refused(call, e.exit(), String.valueOf(e.getMessage()));
        }
        try (BulkSource here = BulkAccess.source(left.settings(), excluded);
                BulkSource there = BulkAccess.source(right.settings(), excluded)) {
            StoreComparison comparison = Comparing.of(here, there, table -> say(call, table));
            MigrationExit exit = comparison.isEqual() ? MigrationExit.OK : MigrationExit.MISMATCH;
            Map<String, Object> json = ProofWords.json(comparison);
            json.put("exit", exit.code());
            return call.answer(exit, json, List.of(ProofWords.summary(comparison)));
        }
    }

    /** A server may just be starting; a file that cannot be opened says best by itself why. */
    private static void reach(StoreCall call, Endpoint end) {
        CopyObserver waiting = new CopyObserver() {
            @Override
            public void waiting(String why, long millis) {
                call.complain(why + " Trying again in " + millis + " ms.");
            }
        };
        if (end.isServer()) {
            new Attempts(waiting, () -> false).reach(end, call.number(ATTEMPTS).orElse(end.attempts()));
        }
    }

    private static void say(StoreCall call, TableComparison table) {
        if (!call.json()) {
            ProofWords.lines(table).forEach(call::say);
        }
    }

    private static Endpoint end(StoreCall call, String flag) {
        return call.endpoints()
                .parse(
                        flag,
                        call.text(flag)
                                .orElseThrow(() -> usage("db verify compares two databases: name them with"
                                        + " --left and --right; " + flag + " is missing.")));
    }

    private static MigrationException usage(String sentence) {
        return new MigrationException(Reason.USAGE, sentence);
    }
}
