package ai.ongoing.gateway.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Another process that writes into a SQLite file and does not end: the file is locked until this is closed. */
public final class FileLocker implements AutoCloseable {

    private static final String LOCKED = "locked";

    private final Process process;

    private FileLocker(Process process) {
        this.process = process;
    }

    /** Locks the file; waits until a transaction that is under way there is over. */
    public static FileLocker of(Path file) {
        try {
            Process process = new ProcessBuilder(JvmCommand.of("64m", FileLocker.class, file.toString()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            FileLocker locker = new FileLocker(process);
            String said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            if (!LOCKED.equals(said)) {
                locker.close();
                throw new IllegalStateException("the file was not locked but said " + said);
            }
            return locker;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program of that process: ends when nobody is there any more to tell it to. */
    public static void main(String[] arguments) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + arguments[0]);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 30000");
            statement.execute("BEGIN IMMEDIATE");
            System.out.println(LOCKED);
            while (System.in.read() >= 0) {
                // Until the other end is closed.
            }
            statement.execute("ROLLBACK");
        }
    }

    @Override
    public void close() {
        release();
    }

    /** Gives the file back; when this returns, it is free. Idempotent. */
    public void release() {
        try {
            process.getOutputStream().close();
            process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
