package ai.ongoing.gateway.status;

import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.config.StorageConfig;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.migration.plan.SchemaCheck;
import ai.ongoing.gateway.storage.SchemaAccess;
import ai.ongoing.gateway.storage.StorageException;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.storage.StoreFacts;
import ai.ongoing.gateway.storage.schema.PastCopy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at a gateway, its database and its journal from outside; writes nothing and takes a few seconds at most. */
public final class Status {

    private static final String DATABASE = "Database Connection";
    private static final String SCHEMA = "Schema";
    private static final String COPY = "Copied From";

    private Status() {}

    /**
     * Looks.
     *
     * @param storage which store; a flag may name another than the configuration
     * @param more what else belongs to this machine
     * @throws StorageException when the section is wrong in itself
     */
    public static StatusReport of(GatewayConfig config, StorageConfig storage, List<Section> more) {
        StorageSettings settings = StorageSettings.validated(storage);
        List<Section> sections = new ArrayList<>();
        sections.add(GatewayProbe.ask(config.server()));
        Section database = database(settings);
        sections.add(database);
        if (database.exit() == MigrationExit.OK) {
            sections.add(schema(settings));
            copy(settings).ifPresent(sections::add);
        }
        Path journal = config.tracing().journal().directory(storage);
        if (Files.isDirectory(journal)) {
            sections.add(journal(journal, config.tracing().journal().maxBytes()));
        }
        sections.addAll(more);
        sections.add(commands());
        return new StatusReport(sections);
    }

    private static Section database(StorageSettings settings) {
        try {
            StoreFacts facts = StoreFacts.of(settings);
            return Section.well(
                    DATABASE,
                    "Connected to " + facts.engine(),
                    List.of("URL: " + settings.location(), "Size: " + mebibytes(facts.bytes())),
                    Map.of(
                            "driver",
                            settings.driver().label(),
                            "location",
                            settings.location(),
                            "engine",
                            facts.engine(),
                            "bytes",
                            facts.bytes()));
        } catch (StorageException e) {
            return Section.ill(
                    DATABASE,
                    MigrationExit.UNREACHABLE,
                    String.valueOf(e.getMessage()),
                    List.of("URL: " + settings.location(), "Which one is meant: ongoingai config validate --show"));
        }
    }

    private static Section schema(StorageSettings settings) {
        try {
            SchemaCheck check =
                    SchemaAccess.of(settings, MigrationObserver.SILENT).check();
            int version = check.state().version();
            return check.exit() == MigrationExit.OK
                    ? Section.well(SCHEMA, "Up to date at version " + version, List.of(), Map.of("version", version))
                    : Section.ill(
                            SCHEMA,
                            check.exit(),
                            "Version " + version + ": " + check.findings().getFirst(),
                            List.of("Look closer:       ongoingai migrate status"));
        } catch (MigrationException e) {
            return Section.ill(SCHEMA, e.reason().exit(), String.valueOf(e.getMessage()), List.of());
        }
    }

    /** The newest copy into it; a gateway does not start on one that is not proven. Nothing where there was none. */
    private static Optional<Section> copy(StorageSettings settings) {
        try {
            return SchemaAccess.of(settings, MigrationObserver.SILENT).copies().stream()
                    .findFirst()
                    .map(Status::copy);
        } catch (MigrationException e) {
            return Optional.of(Section.ill(COPY, e.reason().exit(), String.valueOf(e.getMessage()), List.of()));
        }
    }

    private static Section copy(PastCopy copy) {
        List<String> lines = new ArrayList<>();
        lines.add("Source: " + copy.source());
        lines.add("Begun: " + copy.began());
        copy.rows().forEach((table, rows) -> lines.add(table + ": " + rows + " rows"));
        if (copy.verified()) {
            Map<String, Object> facts = Map.of(
                    "job",
                    copy.job(),
                    "state",
                    copy.state(),
                    "source",
                    copy.source(),
                    "began",
                    copy.began().toString(),
                    "rows",
                    copy.rows().values().stream().mapToLong(Long::longValue).sum());
            return Section.well(COPY, "Verified: everything that was to arrive did", lines, facts);
        }
        lines.add("Go on with it:     the same \"ongoingai db copy\", \"db import\" or \"db restore\" again");
        return Section.ill(
                COPY, MigrationExit.REFUSED, "Not finished (" + copy.state() + "): rows may be missing", lines);
    }

    private static Section journal(Path directory, long most) {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            long bytes = 0;
            for (Path file : all) {
                bytes += Files.size(file);
            }
            return Section.well(
                    "Journal",
                    mebibytes(bytes) + " of at most " + mebibytes(most) + " in " + all.size() + " files",
                    List.of("Directory: " + directory),
                    Map.of("directory", directory.toString(), "bytes", bytes, "files", all.size(), "max_bytes", most));
        } catch (IOException | UncheckedIOException e) {
            return Section.ill(
                    "Journal",
                    MigrationExit.FAILED,
                    directory + " cannot be read: " + e.getMessage(),
                    List.of("Whose is it:       ls -ld " + directory));
        }
    }

    private static Section commands() {
        List<String> commands = List.of(
                "  Where calls are:   ongoingai diagnostics",
                "  Schema, by file:   ongoingai migrate status",
                "  Back up:           ongoingai db backup --to FILE",
                "  Export traces:     ongoingai export --format csv --out FILE",
                "  Report a problem:  ongoingai status --bundle FILE");
        return new Section("Helpful Commands", MigrationExit.OK, commands, Map.of());
    }

    private static String mebibytes(long bytes) {
        return bytes < 1 << 20 ? (bytes + 1023) / 1024 + " KiB" : (bytes >> 20) + " MiB";
    }
}
