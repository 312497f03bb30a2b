package ai.ongoing.gateway.cli.migrate;

import ai.ongoing.gateway.cli.command.StoreCall;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.storage.SchemaDocuments;
import ai.ongoing.gateway.storage.authoring.Catalogue;
import ai.ongoing.gateway.storage.authoring.LintFinding;
import ai.ongoing.gateway.storage.authoring.MigrationLint;
import ai.ongoing.gateway.storage.authoring.MigrationSources;
import ai.ongoing.gateway.storage.authoring.NewMigration;
import ai.ongoing.gateway.storage.catalogue.SchemaPage;
import ai.ongoing.gateway.storage.catalogue.SchemaParity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commands for whoever writes migration files. */
final class AuthoringWork {

    static final String WRITE = "--write";
    static final String LIST = "--list";

    private AuthoringWork() {}

    static MigrationExit lint(StoreCall call) {
        Optional<Path> checkout = MigrationSources.checkout(call.terminal().workingDirectory());
        MigrationSources sources = checkout.map(root -> MigrationSources.in(root.resolve(MigrationSources.FOLDER)))
                .orElseGet(MigrationSources::embedded);
        List<LintFinding> findings = MigrationLint.check(sources);
        MigrationExit exit = findings.isEmpty() ? MigrationExit.OK : MigrationExit.FAILED;
        String where =
                checkout.map(root -> MigrationSources.FOLDER + " of " + root).orElse("the program");
        List<String> lines =
                new ArrayList<>(findings.stream().map(LintFinding::toString).toList());
        lines.add(sources.texts().size() + " files in " + where + ": "
                + (findings.isEmpty() ? "nothing to refuse" : findings.size() + " refused"));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("exit", exit.code());
        json.put("files", sources.texts().size());
        json.put("findings", findings.stream().map(AuthoringWork::json).toList());
        return call.answer(exit, json, lines);
    }

    private static Map<String, Object> json(LintFinding finding) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", finding.file());
        json.put("line", finding.line());
        json.put("rule", finding.rule());
        json.put("problem", finding.problem());
        json.put("remedy", finding.remedy());
        return json;
    }

    static MigrationExit create(StoreCall call) {
        String words = call.word();
        if (!NewMigration.acceptable(words)) {
            throw new MigrationException(
                    Reason.USAGE,
                    "migrate new: \"" + words + "\" is no name; write lower case words with underscores, 50 characters"
                            + " at most, like ongoingai migrate new add_route_profiles");
        }
        try {
            List<String> written = NewMigration.write(checkout(call), words).stream()
                    .map(Path::toString)
                    .toList();
            return call.answer(MigrationExit.OK, Map.of("exit", 0, "written", written), written);
        } catch (IOException e) {
            throw new MigrationException(Reason.FAILED, "migrate new: cannot write the files: " + e, e);
        }
    }

    static MigrationExit dump(StoreCall call) {
        MigrationSources sources = MigrationSources.embedded();
        if (call.flag(LIST)) {
            List<String> lines = Catalogue.of(sources).stream()
                    .map(entry -> entry.number() + "  " + entry.words() + "  " + entry.line())
                    .toList();
            return call.answer(MigrationExit.OK, Map.of("exit", 0, "migrations", catalogue(sources)), lines);
        }
        String page = SchemaDocuments.page(call.storage(), sources).text();
        if (call.flag(WRITE)) {
            Path file = checkout(call).resolve(SchemaPage.PLACE);
            try {
                Files.writeString(file, page);
            } catch (IOException e) {
                throw new MigrationException(Reason.FAILED, "migrate dump: cannot write " + file + ": " + e, e);
            }
            return call.answer(
                    MigrationExit.OK, Map.of("exit", 0, "written", file.toString()), List.of(file.toString()));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("exit", 0);
        json.put("page", page);
        json.put("migrations", catalogue(sources));
        return call.answer(MigrationExit.OK, json, List.of(page.stripTrailing()));
    }

    static MigrationExit parity(StoreCall call) {
        SchemaParity parity = SchemaDocuments.parity(call.storage());
        MigrationExit exit = parity.surprises().isEmpty() ? MigrationExit.OK : MigrationExit.PARITY;
        List<String> lines = new ArrayList<>(parity.intended());
        lines.addAll(parity.surprises());
        lines.add(
                parity.surprises().isEmpty()
                        ? "both backends mean the same, " + parity.intended().size() + " intended differences aside"
                        : parity.surprises().size() + " differences that nobody wrote down; mend the files, or give"
                                + " the reason in parity.txt");
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("exit", exit.code());
        json.put("surprises", parity.surprises());
        json.put("intended", parity.intended());
        return call.answer(exit, json, lines);
    }

    private static List<Map<String, Object>> catalogue(MigrationSources sources) {
        List<Map<String, Object>> entries = new ArrayList<>();
        for (Catalogue.Entry entry : Catalogue.of(sources)) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("number", Integer.parseInt(entry.number()));
            json.put("name", entry.words());
            json.put("backends", entry.folders());
            json.put("line", entry.line());
            entries.add(json);
        }
        return entries;
    }

    private static Path checkout(StoreCall call) {
        return MigrationSources.checkout(call.terminal().workingDirectory())
                .orElseThrow(() -> new MigrationException(
                        Reason.USAGE,
                        "this directory is in no source checkout: " + MigrationSources.FOLDER
                                + " is not found; change into one and repeat the command"));
    }
}
