package ai.ongoing.gateway.cli.data;

import ai.ongoing.gateway.cli.command.StoreCall;
import ai.ongoing.gateway.cli.command.StoreCommand;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.storage.SchemaDocuments;
import ai.ongoing.gateway.storage.catalogue.SchemaParity;
import ai.ongoing.gateway.transfer.copy.CopyException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.OptionSpec;

/** {@code db parity}: says where the schemas of two stores differ, of one kind or of both. */
final class ParityWork {

    private ParityWork() {}

    static List<OptionSpec> options() {
        return TwoEnds.options();
    }

    static MigrationExit parity(StoreCall call) {
        TwoEnds ends = TwoEnds.of(call, "db parity");
        Endpoint left = ends.left();
        Endpoint right = ends.right();
        try {
            ends.reach(call);
        } catch (CopyException e) {
            return StoreCommand.refused(call, e.exit(), String.valueOf(e.getMessage()));
        }
        SchemaParity parity = SchemaDocuments.parity(left.settings(), right.settings());
        MigrationExit exit = parity.surprises().isEmpty() ? MigrationExit.OK : MigrationExit.PARITY;
        if (!call.json()) {
            parity.intended().forEach(call::say);
            parity.surprises().forEach(call::say);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("exit", exit.code());
        json.put("left", left.location());
        json.put("right", right.location());
        json.put("surprises", parity.surprises());
        json.put("intended", parity.intended());
        return call.answer(exit, json, List.of(summary(parity)));
    }

    private static String summary(SchemaParity parity) {
        return parity.surprises().isEmpty()
                ? "both have the same schema, " + parity.intended().size() + " intended differences aside"
                : parity.surprises().size() + " differences that are not meant; \"ongoingai migrate check\" on each end"
                        + " says which of them is not as this program expects it";
    }
}
