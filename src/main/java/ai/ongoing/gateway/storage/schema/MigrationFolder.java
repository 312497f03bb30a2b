package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.migration.backend.MigrationDialect;
import ai.ongoing.gateway.migration.file.MigrationFiles;
import ai.ongoing.gateway.migration.sql.SqlScript;
import java.nio.file.Path;
import java.util.Optional;

/** The folders of migration files, one a backend, for whoever reads files without a database. */
public enum MigrationFolder {
    SQLITE,
    POSTGRES;

    /** Name of the folder and prefix of the files' names. */
    public String folder() {
        return dialect().folder();
    }

    /** How its statements are told apart. */
    public SqlScript.Syntax syntax() {
        return dialect().syntax();
    }

    /** The highest number among the files that this program ships. */
    public int newest() {
        return MigrationFiles.embedded(folder(), syntax()).files().getLast().number();
    }

    private MigrationDialect dialect() {
        return switch (this) {
            case SQLITE -> new SqliteMigrationDialect(Path.of(""));
            case POSTGRES -> new PostgresMigrationDialect();
        };
    }

    /** The folder a file's name begins with. */
    public static Optional<MigrationFolder> of(String name) {
        for (MigrationFolder folder : values()) {
            if (name.startsWith(folder.folder() + "/")) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }
}
