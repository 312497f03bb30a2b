package ai.ongoing.gateway.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The floor plan: every package below the root and the packages whose types it may use.
 *
 * <p>A package that stands in the class files but not here fails the build until someone decides its place. Rooms
 * that are planned and not yet built are listed too; an alcove, {@code config.dsn}, is a room of its own. The reasons stand in {@code src/docs/architecture.md}.
 */
final class Rooms {

    static final String ROOT = "ai.ongoing.gateway";

    /** The root package, which may use every room and is used by none. */
    static final String HALL = "";

    static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("tenant", Set.of()),
            Map.entry("http", Set.of()),
            Map.entry("wire", Set.of()),
            Map.entry("wire.coding", Set.of("wire")),
            Map.entry("provider", Set.of("wire", "wire.coding")),
            Map.entry("config", Set.of()),
            Map.entry("config.dsn", Set.of("config")),
            Map.entry("config.yaml", Set.of()),
            Map.entry("config.setting", Set.of("config", "config.yaml")),
            Map.entry("config.section", Set.of("config", "config.dsn", "config.setting")),
            Map.entry("config.rule", Set.of("config", "config.section", "config.setting")),
            Map.entry(
                    "config.source",
                    Set.of("config", "config.dsn", "config.rule", "config.section", "config.setting", "config.yaml")),
            Map.entry("devdb", Set.of()),
            Map.entry("migration.sql", Set.of()),
            Map.entry("migration", Set.of()),
            Map.entry("migration.file", Set.of("migration", "migration.sql")),
            Map.entry("migration.plan", Set.of("migration", "migration.file")),
            Map.entry("migration.backend", Set.of("migration", "migration.file", "migration.sql")),
            Map.entry(
                    "migration.run",
                    Set.of("migration", "migration.backend", "migration.file", "migration.plan", "migration.sql")),
            Map.entry(
                    "storage.schema",
                    Set.of(
                            "migration",
                            "migration.backend",
                            "migration.file",
                            "migration.plan",
                            "migration.run",
                            "migration.sql",
                            "config")),
            Map.entry("storage.authoring", Set.of("storage.schema", "migration", "migration.file", "migration.sql")),
            Map.entry(
                    "storage.catalogue",
                    Set.of(
                            "storage.authoring",
                            "storage.schema",
                            "migration",
                            "migration.backend",
                            "migration.file",
                            "config")),
            Map.entry("storage.row", Set.of("trace", "tenant", "provider", "pricing")),
            Map.entry("storage.bulk", Set.of()),
            Map.entry("storage.bulk.read", Set.of("storage.bulk", "storage.schema", "migration.plan")),
            Map.entry("storage.bulk.write", Set.of("storage.bulk")),
            Map.entry("pricing", Set.of("provider")),
            Map.entry("trace", Set.of("tenant", "provider", "pricing")),
            Map.entry(
                    "storage",
                    Set.of(
                            "storage.schema",
                            "storage.row",
                            "storage.authoring",
                            "storage.catalogue",
                            "storage.bulk",
                            "storage.bulk.read",
                            "storage.bulk.write",
                            "trace",
                            "tenant",
                            "migration",
                            "config",
                            "config.dsn",
                            "provider",
                            "pricing")),
            Map.entry("journal", Set.of("trace", "tenant", "provider")),
            Map.entry("journal.format", Set.of("journal", "trace", "tenant", "provider")),
            Map.entry("journal.directory", Set.of("journal", "journal.format")),
            Map.entry("journal.books", Set.of("journal", "journal.directory")),
            Map.entry("journal.file", Set.of("journal", "journal.format", "journal.directory", "journal.books")),
            Map.entry("assembly", Set.of("trace", "journal", "pricing", "provider", "tenant", "wire", "wire.coding")),
            Map.entry("pipeline", Set.of("trace", "journal", "assembly", "provider", "tenant")),
            Map.entry("key", Set.of("tenant", "storage", "config")),
            Map.entry("auth", Set.of("key", "tenant", "http", "config")),
            Map.entry("limit", Set.of("auth", "tenant", "config")),
            Map.entry("privacy", Set.of("auth", "tenant", "config")),
            Map.entry("proxy", Set.of("http", "config", "proxy.egress", "proxy.websocket")),
            Map.entry("proxy.egress", Set.of("config")),
            Map.entry("proxy.websocket", Set.of("wire")),
            Map.entry(
                    "capture",
                    Set.of("auth", "http", "journal", "privacy", "provider", "proxy", "tenant", "trace", "config")),
            Map.entry("transfer", Set.of("storage", "storage.bulk", "trace", "tenant", "migration")),
            Map.entry("transfer.proof", Set.of("storage.bulk")),
            Map.entry(
                    "transfer.foreign",
                    Set.of(
                            "storage",
                            "storage.bulk",
                            "storage.bulk.read",
                            "storage.bulk.write",
                            "storage.schema",
                            "migration",
                            "migration.plan",
                            "transfer.proof",
                            "trace",
                            "tenant",
                            "provider",
                            "pricing")),
            Map.entry("transfer.part", Set.of("storage.bulk")),
            Map.entry(
                    "transfer.forecast",
                    Set.of("storage", "storage.bulk", "storage.schema", "migration", "migration.plan")),
            Map.entry(
                    "transfer.copy",
                    Set.of(
                            "config",
                            "storage",
                            "storage.bulk",
                            "storage.bulk.write",
                            "storage.schema",
                            "migration",
                            "migration.plan",
                            "migration.run",
                            "transfer.forecast",
                            "transfer.part",
                            "transfer.proof")),
            Map.entry("status", Set.of("config", "migration", "migration.plan", "storage", "storage.schema")),
            Map.entry("transfer.file", Set.of()),
            Map.entry(
                    "transfer.backup",
                    Set.of(
                            "transfer.archive",
                            "transfer.file",
                            "transfer.proof",
                            "storage",
                            "storage.bulk",
                            "storage.bulk.write",
                            "storage.schema",
                            "migration.file",
                            "config",
                            "migration")),
            Map.entry("transfer.archive", Set.of("transfer.proof", "http", "storage.bulk")),
            Map.entry("transfer.export", Set.of("api.trace", "http", "trace", "tenant")),
            Map.entry("api.trace", Set.of("http", "trace", "pricing", "provider")),
            Map.entry(
                    "api",
                    Set.of(
                            "api.trace",
                            "auth",
                            "key",
                            "pipeline",
                            "storage",
                            "tenant",
                            "trace",
                            "http",
                            "provider",
                            "pricing")),
            Map.entry("observability", Set.of("http", "config", "pipeline", "storage")),
            Map.entry(
                    "startup",
                    Set.of(
                            "assembly",
                            "auth",
                            "config",
                            "http",
                            "journal",
                            "journal.file",
                            "key",
                            "migration",
                            "pipeline",
                            "pricing",
                            "startup.connection",
                            "storage",
                            "storage.schema",
                            "tenant")),
            Map.entry("startup.connection", Set.of("http")),
            Map.entry(
                    "cli.command",
                    Set.of(
                            "config",
                            "config.source",
                            "migration",
                            "storage",
                            "storage.bulk",
                            "storage.schema",
                            "trace",
                            "transfer.archive",
                            "transfer.backup",
                            "transfer.file")),
            Map.entry(
                    "cli.migrate",
                    Set.of(
                            "cli.command",
                            "migration",
                            "migration.file",
                            "migration.plan",
                            "storage",
                            "storage.authoring",
                            "storage.catalogue",
                            "migration.sql",
                            "storage.schema")),
            Map.entry(
                    "cli.data",
                    Set.of(
                            "cli.command",
                            "api.trace",
                            "config",
                            "devdb",
                            "migration",
                            "migration.plan",
                            "storage",
                            "storage.schema",
                            "storage.bulk",
                            "storage.catalogue",
                            "tenant",
                            "transfer.archive",
                            "transfer.backup",
                            "transfer.copy",
                            "transfer.export",
                            "transfer.file",
                            "transfer.forecast",
                            "transfer.foreign",
                            "transfer.part",
                            "transfer.proof")),
            Map.entry(
                    "cli.journal",
                    Set.of(
                            "cli.command",
                            "config",
                            "config.setting",
                            "config.source",
                            "journal",
                            "journal.file",
                            "status")),
            Map.entry(
                    "cli",
                    Set.of(
                            "cli.command",
                            "cli.data",
                            "cli.journal",
                            "cli.migrate",
                            "config",
                            "config.setting",
                            "config.source",
                            "devdb",
                            "migration",
                            "migration.plan",
                            "status",
                            "storage",
                            "storage.schema",
                            "transfer.file")));

    private Rooms() {}

    /** The rooms that have classes, by their path below {@code root}; the root package itself is {@link #HALL}. */
    static Set<String> found(JavaClasses classes, String root) {
        Set<String> rooms = new TreeSet<>();
        for (JavaClass type : classes) {
            rooms.add(of(type, root));
        }
        return rooms;
    }

    /** The room of a type below {@code root}. */
    static String of(JavaClass type, String root) {
        String name = type.getPackageName();
        return name.equals(root) ? HALL : name.substring(root.length() + 1);
    }
}
