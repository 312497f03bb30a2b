package ai.ongoing.gateway.testkit.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One directory on a disk that can lose its power: POSIX promises that what a file held when a sync of it began is there
 * once the sync has ended, and that names are there once their directory was synced, and nothing else. Whatever is not
 * promised survives or not by chance, page by page and name by name, in any order. The files themselves stand in a real
 * directory, reached through {@link #directory()}.
 */
public final class PowerDisk {

    private static final int PAGE = 4096;

    private final ReentrantLock lock = new ReentrantLock();
    private final Random random;
    private final Path real;
    private final PowerProvider provider;
    private Map<String, Node> names = new HashMap<>();
    private Map<String, Node> promisedNames = new HashMap<>();
    private long clock;
    private boolean cut;
    private Set<Deed> refused = Set.of();

    /** An empty one. */
    public PowerDisk(Path real, long seed) {
        this.real = real;
        this.random = new Random(seed);
        this.provider = new PowerProvider(this, real.getFileSystem().provider());
    }

    /** What a disk may refuse to do. */
    public enum Deed {
        SYNC,
        TRUNCATE
    }

    /** From now on these fail, and no others. */
    public void refuse(Deed... deeds) {
        lock.lock();
        try {
            refused = Set.of(deeds);
        } finally {
            lock.unlock();
        }
    }

    /** The lock is held. */
    private void allow(Deed deed) throws IOException {
        if (refused.contains(deed)) {
            throw new IOException("no " + deed);
        }
    }

    /** A file, whatever its name is. */
    static final class Node {
        private byte[] now = new byte[0];
        private byte[] promised = new byte[0];
        private long promisedAt;
        private Set<Integer> dirty = new TreeSet<>();
        private final TreeSet<Long> unpromised = new TreeSet<>();
        private final Set<Long> everWritten = new TreeSet<>();

        private void changed(long when) {
            unpromised.add(when);
            everWritten.add(when);
        }
    }

    /** The directory as programs see it. */
    public Path directory() {
        return provider.wrapped(real);
    }

    boolean is(Path directory) {
        return directory.equals(real);
    }

    /** Grows with every change; between two readings stand the changes made meanwhile. */
    public long clock() {
        lock.lock();
        try {
            return clock;
        } finally {
            lock.unlock();
        }
    }

    /** Something done to the disk. */
    @FunctionalInterface
    interface Change<T> {
        T make() throws IOException;
    }

    private <T> T locked(Change<T> change) throws IOException {
        lock.lock();
        try {
            return change.make();
        } finally {
            lock.unlock();
        }
    }

    Node opened(Path file, Change<?> open) throws IOException {
        return locked(() -> {
            boolean fresh = Files.notExists(file);
            open.make();
            if (fresh) {
                clock++;
            }
            return names.computeIfAbsent(name(file), name -> new Node());
        });
    }

    int write(Node node, byte[] bytes, long at, Change<Integer> change) throws IOException {
        return locked(() -> {
            int written = change.make();
            int from = Math.toIntExact(at);
            if (from + written > node.now.length) {
                node.now = Arrays.copyOf(node.now, from + written);
            }
            System.arraycopy(bytes, 0, node.now, from, written);
            for (int page = from / PAGE; page <= (from + written - 1) / PAGE; page++) {
                node.dirty.add(page);
            }
            node.changed(++clock);
            return written;
        });
    }

    void truncate(Node node, long size, Change<?> change) throws IOException {
        locked(() -> {
            allow(Deed.TRUNCATE);
            change.make();
            if (size < node.now.length) {
                node.now = Arrays.copyOf(node.now, Math.toIntExact(size));
                node.changed(++clock);
            }
            return size;
        });
    }

    /** Takes its time, as a disk does; what is written meanwhile is not promised. */
    void sync(Node node) throws IOException {
        byte[] before;
        Set<Integer> clean;
        long when;
        lock.lock();
        try {
            allow(Deed.SYNC);
            before = node.now.clone();
            clean = node.dirty;
            node.dirty = new TreeSet<>();
            when = clock;
        } finally {
            lock.unlock();
        }
        pause();
        locked(() -> {
            if (cut || when < node.promisedAt) {
                return false;
            }
            node.promisedAt = when;
            node.promised = before;
            node.unpromised.headSet(when, true).clear();
            return clean.isEmpty();
        });
    }

    void syncNames() throws IOException {
        Map<String, Node> before = locked(() -> {
            allow(Deed.SYNC);
            return new HashMap<>(names);
        });
        pause();
        locked(() -> {
            if (!cut) {
                promisedNames = before;
            }
            return true;
        });
    }

    private void pause() throws IOException {
        int micros = locked(() -> random.nextInt(3_000));
        LockSupport.parkNanos(micros * 1_000L);
    }

    void deleted(Path file, Change<?> change) throws IOException {
        locked(() -> {
            change.make();
            clock++;
            return names.remove(name(file)) != null;
        });
    }

    void moved(Path from, Path to, Change<?> change) throws IOException {
        locked(() -> {
            change.make();
            clock++;
            Node node = names.remove(name(from));
            return node != null && names.put(name(to), node) == node;
        });
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /** What is left of one cut. */
    public record Cut(Set<Long> unpromised, long at) {

        /** Whether all changes between two readings of the clock were made before it, and promised. */
        public boolean promised(long before, long after) {
            return after <= at && unpromised.stream().noneMatch(change -> change > before && change <= after);
        }
    }

    /**
     * Cuts the power: whoever still runs goes on in vain.
     *
     * @param into gets the files that are there when the power comes back
     */
    public Cut cut(Path into) throws IOException {
        return locked(() -> {
            cut = true;
            Set<Long> unpromised = new TreeSet<>();
            Set<String> all = new TreeSet<>(names.keySet());
            all.addAll(promisedNames.keySet());
            for (String name : all) {
                Node now = names.get(name);
                Node promised = promisedNames.get(name);
                Node left = now == promised || random.nextBoolean() ? promised : now;
                if (left != null) {
                    Files.write(into.resolve(name), survivor(left));
                }
                if (now != null && now != promised) {
                    // Its name may be gone, and with it all that was written to it.
                    unpromised.addAll(now.everWritten);
                }
            }
            names.values().forEach(node -> unpromised.addAll(node.unpromised));
            return new Cut(unpromised, clock);
        });
    }

    private byte[] survivor(Node node) {
        TreeMap<Integer, Boolean> chosen = new TreeMap<>();
        node.dirty.forEach(page -> chosen.put(page, random.nextBoolean()));
        int size = random.nextBoolean() ? node.now.length : node.promised.length;
        byte[] left = new byte[size];
        for (int at = 0; at < size; at += PAGE) {
            byte[] from = chosen.getOrDefault(at / PAGE, false) ? node.now : node.promised;
            int length = Math.min(PAGE, Math.min(size, from.length) - at);
            if (length > 0) {
                System.arraycopy(from, at, left, at, length);
            }
        }
        return left;
    }
}
