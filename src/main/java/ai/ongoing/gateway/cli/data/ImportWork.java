package ai.ongoing.gateway.cli.data;

import ai.ongoing.gateway.cli.command.Options;
import ai.ongoing.gateway.cli.command.Progress;
import ai.ongoing.gateway.cli.command.StoreCall;
import ai.ongoing.gateway.cli.command.StoreCommand;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.transfer.foreign.ForeignException;
import ai.ongoing.gateway.transfer.foreign.ForeignImport;
import ai.ongoing.gateway.transfer.foreign.ImportReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.OptionSpec;

/** {@code db import}: a store of ours from one of another gateway. */
final class ImportWork {

    private ImportWork() {}

    static List<OptionSpec> options() {
        return List.of(
                Options.text(CopyWork.FROM, CopyWork.END, "the other gateway's database; read only"),
                Options.text(CopyWork.TO, CopyWork.END, "an empty database, or one that does not exist yet"));
    }

    static MigrationExit bring(StoreCall call) {
        Endpoint from = call.endpoints().parse(CopyWork.FROM, CopyWork.required(call, CopyWork.FROM));
        Endpoint to = call.endpoints().parse(CopyWork.TO, CopyWork.required(call, CopyWork.TO));
        Progress progress = new Progress(call, "calls");
        try {
            ImportReport report = new ForeignImport(from, to, progress).run();
            MigrationExit exit = report.verified() ? MigrationExit.OK : MigrationExit.MISMATCH;
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("exit", exit.code());
            json.putAll(report.object());
            if (!report.verified()) {
                call.complain("What arrived is not what the other database says of itself; does anything write to it?");
            }
            return call.answer(exit, json, report.lines());
        } catch (ForeignException e) {
            return StoreCommand.refused(call, e.exit(), String.valueOf(e.getMessage()));
        }
    }
}
