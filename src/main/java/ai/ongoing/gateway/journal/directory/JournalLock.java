package ai.ongoing.gateway.journal.directory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The lock of a journal's directory: the operating system's, so it ends with the process that signed the file. */
final class JournalLock {

    /** Locks of this process: opening the file once more and closing it would give the operating system's lock away. */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    /** Who only looks whether it is held holds it for much less. */
    private static final int TRIES = 10;

    private static final long BETWEEN = Duration.ofMillis(20).toNanos();

    private final Path file;
    private @Nullable FileChannel lock;

    JournalLock(Path file) {
        this.file = file;
    }

    /** Takes the lock. Null when that went well, else who has it. */
    @Nullable
    String take() throws IOException {
        if (!HELD_HERE.add(file)) {
            return "this very process";
        }
        try {
            return lock();
        } finally {
            if (lock == null) {
                HELD_HERE.remove(file);
            }
        }
    }

    /** Whether somebody took the file away while it was locked by us. */
    boolean gone() {
        return lock != null && Files.notExists(file);
    }

    /** Takes the lock of a new file, then gives that of the old one back. Null when that went well, else who was faster. */
    @Nullable
    String again() throws IOException {
        FileChannel old = lock;
        String holder = lock();
        if (holder == null && old != null) {
            old.close();
        }
        return holder;
    }

    private @Nullable String lock() throws IOException {
        FileChannel opened = JournalDirectory.create(file);
        boolean signed = false;
        try {
            if (!locked(opened)) {
                return Files.readString(file, StandardCharsets.UTF_8).strip();
            }
            ByteBuffer signature = StandardCharsets.UTF_8.encode(signature());
            int size = signature.remaining();
            opened.write(signature, 0); // not on an empty file: what it gives back to a full disk is taken at once
            opened.truncate(size);
            signed = true;
            lock = opened;
            return null;
        } finally {
            if (!signed) {
                opened.close();
            }
        }
    }

    private static boolean locked(FileChannel opened) throws IOException {
        for (int tries = 1; opened.tryLock() == null; tries++) {
            if (tries == TRIES) {
                return false;
            }
            LockSupport.parkNanos(BETWEEN);
        }
        return true;
    }

    /** Whether any process has it. Makes nothing; takes the lock for a moment, shared, which a start waits out. */
    boolean held() throws IOException {
        if (!HELD_HERE.add(file)) {
            return true;
        }
        try (FileChannel look = FileChannel.open(file, StandardOpenOption.READ)) {
            return look.tryLock(0, Long.MAX_VALUE, true) == null;
        } catch (NoSuchFileException neverLocked) {
            return false;
        } finally {
            HELD_HERE.remove(file);
        }
    }

    private static String signature() {
        return "process " + ProcessHandle.current().pid() + " on "
                + System.getenv().getOrDefault("HOSTNAME", "this machine") + " since "
                + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\n";
    }

    /** Ends the lock. */
    void giveBack() throws IOException {
        FileChannel held = lock;
        lock = null;
        if (held == null) {
            return;
        }
        try {
            held.close();
        } finally {
            HELD_HERE.remove(file);
        }
    }
}
