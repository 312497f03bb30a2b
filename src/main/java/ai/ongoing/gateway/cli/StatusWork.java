package ai.ongoing.gateway.cli;

import ai.ongoing.gateway.cli.command.JsonText;
import ai.ongoing.gateway.cli.command.Options;
import ai.ongoing.gateway.cli.command.StoreCall;
import ai.ongoing.gateway.cli.command.StoreCommand;
import ai.ongoing.gateway.cli.command.Terminal;
import ai.ongoing.gateway.config.BuildVersion;
import ai.ongoing.gateway.config.setting.Settings.Shown;
import ai.ongoing.gateway.config.source.LoadedConfig;
import ai.ongoing.gateway.devdb.Access;
import ai.ongoing.gateway.devdb.DevDatabase;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.status.LogMask;
import ai.ongoing.gateway.status.Section;
import ai.ongoing.gateway.status.Status;
import ai.ongoing.gateway.status.StatusReport;
import ai.ongoing.gateway.status.SupportBundle;
import ai.ongoing.gateway.transfer.file.PrivateFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code status}: how the gateway, its database and its journal are, and a bundle of it for whoever helps. */
final class StatusWork {

    private static final String BUNDLE = "--bundle";
    private static final String LOG = "--log";
    private static final int LAST_LINES = 1_000;

    private StatusWork() {}

    static StoreCommand command(Terminal terminal) {
        return new StoreCommand(
                terminal,
                "status",
                "Shows how the gateway, its database and its journal are, running or not.",
                List.of(
                        Options.text(BUNDLE, "FILE", "write a zip for a report of a problem; every secret is masked"),
                        Options.text(
                                LOG,
                                "FILE",
                                "a log file whose last " + LAST_LINES + " lines go into the bundle, masked"),
                        Options.flag(Options.FORCE, "replace the bundle's file")),
                "",
                StatusWork::show);
    }

    private static MigrationExit show(StoreCall call) {
        LoadedConfig loaded = call.loaded();
        StatusReport report = Status.of(
                loaded.config(),
                call.storage(loaded.config()),
                developmentDatabase(call.terminal().environment()));
        call.path(BUNDLE).ifPresent(file -> bundle(call, file, texts(call, loaded, report)));
        return call.answer(report.exit(), report.json(), report.lines());
    }

    /** The one on this machine, where there is one. A gateway on another database does not suffer when it is stopped. */
    private static List<Section> developmentDatabase(Map<String, String> environment) {
        Optional<Access> access = DevDatabase.access(environment);
        if (access.isEmpty()) {
            return List.of();
        }
        DevDatabase database = DevDatabase.of(environment, step -> {});
        List<DevDatabase.Section> parts = database.sections();
        List<Section> sections = new ArrayList<>();
        for (DevDatabase.Section part : parts.subList(0, parts.size() - 1)) {
            sections.add(new Section(part.title(), MigrationExit.OK, part.lines(), Map.of()));
        }
        List<String> lines = new ArrayList<>(List.of("URL: " + access.get().maskedDsn()));
        lines.addAll(parts.getLast().lines()); // its helpful commands; the gateway's come after them
        Map<String, Object> facts =
                Map.of("running", database.running(), "url", access.get().maskedDsn());
        sections.add(new Section("Development Database", MigrationExit.OK, lines, facts));
        return sections;
    }

    private static Map<String, String> texts(StoreCall call, LoadedConfig loaded, StatusReport report) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("status.json", JsonText.of(report.json()) + "\n");
        texts.put("status.txt", String.join("\n", report.lines()) + "\n");
        texts.put("config.txt", loaded.values().stream().map(StatusWork::shown).collect(Collectors.joining()));
        texts.put("versions.txt", versions());
        LogMask mask = new LogMask(loaded.config().auth().header());
        call.path(LOG).ifPresent(log -> texts.put("log.txt", lastLines(log, mask)));
        return texts;
    }

    private static String shown(Shown value) {
        return value.path() + " = " + value.value() + "  (" + value.origin() + ")\n";
    }

    private static String versions() {
        return "ongoingai " + BuildVersion.current() + "\n"
                + Stream.of("java.vendor", "java.vm.name", "java.runtime.version", "os.name", "os.version", "os.arch")
                        .map(name -> name + " " + System.getProperty(name) + "\n")
                        .collect(Collectors.joining());
    }

    private static String lastLines(Path log, LogMask mask) {
        ArrayDeque<String> last = new ArrayDeque<>(LAST_LINES);
        // Not Files.lines: what is no UTF-8 in somebody's log must not end the command.
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(log), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (last.size() == LAST_LINES) {
                    last.removeFirst();
                }
                last.addLast(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("--log " + log + " cannot be read", e);
        }
        return last.stream().map(mask::masked).collect(Collectors.joining("\n", "", "\n"));
    }

    private static void bundle(StoreCall call, Path target, Map<String, String> texts) {
        try (PrivateFile file = PrivateFile.beside(target, call.flag(Options.FORCE))) {
            try (OutputStream out = Files.newOutputStream(file.part())) {
                SupportBundle.write(out, texts);
            }
            file.publish();
            call.complain("bundle written: " + target + "; look into it before you send it");
        } catch (IOException e) {
            throw new UncheckedIOException("the bundle " + target + " cannot be written", e);
        }
    }
}
