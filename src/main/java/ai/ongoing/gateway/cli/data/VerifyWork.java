package ai.ongoing.gateway.cli.data;

import ai.ongoing.gateway.cli.command.Options;
import ai.ongoing.gateway.cli.command.StoreCall;
import ai.ongoing.gateway.cli.command.StoreCommand;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.transfer.copy.CopyException;
import ai.ongoing.gateway.transfer.proof.Comparing;
import ai.ongoing.gateway.transfer.proof.ProofWords;
import ai.ongoing.gateway.transfer.proof.StoreComparison;
import ai.ongoing.gateway.transfer.proof.TableComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.OptionSpec;

/** {@code db verify}: says of each table whether both sides hold the same rows, and where they do not, which. */
final class VerifyWork {

    private static final String EXCLUDE = "--exclude";

    private VerifyWork() {}

    static List<OptionSpec> options() {
        List<OptionSpec> options = new ArrayList<>(TwoEnds.options());
        options.add(Options.text(EXCLUDE, "TABLE,TABLE", "tables to leave out"));
        return options;
    }

    static MigrationExit verify(StoreCall call) {
        TwoEnds ends = TwoEnds.of(call, "db verify");
        Set<String> excluded =
                call.text(EXCLUDE).map(names -> Set.of(names.split(",", -1))).orElseGet(Set::of);
        try {
            ends.reach(call);
        } catch (CopyException e) {
            return StoreCommand.refused(call, e.exit(), String.valueOf(e.getMessage()));
        }
        try (BulkSource here = ends.left().source(excluded);
                BulkSource there = ends.right().source(excluded)) {
            StoreComparison comparison = Comparing.of(here, there, table -> say(call, table));
            MigrationExit exit = comparison.isEqual() ? MigrationExit.OK : MigrationExit.MISMATCH;
            Map<String, Object> json = ProofWords.json(comparison);
            json.put("exit", exit.code());
            return call.answer(exit, json, List.of(ProofWords.summary(comparison)));
        }
    }

    private static void say(StoreCall call, TableComparison table) {
        if (!call.json()) {
            ProofWords.lines(table).forEach(call::say);
        }
    }
}
