package ai.ongoing.gateway.config.dsn;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code host:port:database:user:password} lines, {@code *} matching anything, a backslash taking the next character as
 * it is. As in PostgreSQL a file that others may read is passed over, with a warning.
 */
final class PasswordFile {

    private static final long MAX_BYTES = 1 << 20;
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final Path file;
    private final List<String> warnings;

    PasswordFile(Path file, List<String> warnings) {
        this.file = file;
        this.warnings = warnings;
    }

    /** The first line's password that fits one of the hosts. */
    Optional<String> password(PostgresDsn dsn) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES || openToOthers()) {
                return Optional.empty();
            }
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                List<String> columns = columns(line);
                if (!line.startsWith("#") && columns.size() == 5 && fits(columns, dsn)) {
                    return Optional.of(columns.get(4));
                }
            }
        } catch (IOException unreadable) {
            warnings.add("password file " + file + " cannot be read and is passed over ("
                    + unreadable.getClass().getSimpleName() + ")");
        }
        return Optional.empty();
    }

    private boolean openToOthers() throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        boolean open =
                view != null && view.readAttributes().permissions().stream().anyMatch(OTHERS::contains);
        if (open) {
            warnings.add("password file " + file + " can be read by others and is passed over: chmod 600 " + file);
        }
        return open;
    }

    private static boolean fits(List<String> columns, PostgresDsn dsn) {
        boolean server = dsn.hosts().stream()
                .anyMatch(
                        host -> fits(columns.get(0), host.name()) && fits(columns.get(1), String.valueOf(host.port())));
        return server && fits(columns.get(2), dsn.database()) && fits(columns.get(3), dsn.user());
    }

    private static boolean fits(String pattern, String value) {
        return pattern.equals("*") || pattern.equals(value);
    }

    private static List<String> columns(String line) {
        List<String> columns = new ArrayList<>();
        StringBuilder column = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == ':' && columns.size() < 4) {
                columns.add(column.toString());
                column.setLength(0);
            } else {
                boolean escaped = c == '\\' && i + 1 < line.length();
                column.append(escaped ? line.charAt(++i) : c);
            }
        }
        columns.add(column.toString());
        return columns;
    }
}
