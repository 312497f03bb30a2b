package ai.ongoing.gateway.testkit.disk;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hands every call on to the real files, and tells the disk of each that changes something. */
final class PowerProvider extends FileSystemProvider {

    private final PowerDisk disk;
    private final FileSystemProvider real;
    private final PowerFileSystem fileSystem = new PowerFileSystem(this);

    PowerProvider(PowerDisk disk, FileSystemProvider real) {
        this.disk = disk;
        this.real = real;
    }

    /** Marks paths of ours. */
    interface Wrapped {
        Path unwrapped();
    }

    /** A path of this file system that does what the real one does. */
    Path wrapped(Path path) {
        return (Path) Proxy.newProxyInstance(
                Path.class.getClassLoader() == null
                        ? PowerProvider.class.getClassLoader()
                        : Path.class.getClassLoader(),
                new Class<?>[] {Path.class, Wrapped.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "unwrapped" -> path;
                    case "getFileSystem" -> fileSystem;
                    default -> {
                        Object[] given = arguments == null ? new Object[0] : arguments.clone();
                        for (int i = 0; i < given.length; i++) {
                            given[i] = given[i] instanceof Wrapped other ? other.unwrapped() : given[i];
                        }
                        try {
                            Object answer = method.invoke(path, given);
                            yield answer instanceof Path result ? wrapped(result) : answer;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }
                });
    }

    static Path unwrapped(Path path) {
        return path instanceof Wrapped ours ? ours.unwrapped() : path;
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        Path file = unwrapped(path);
        if (Files.isDirectory(file)) {
            FileChannel directory = real.newFileChannel(file, options, attributes);
            return disk.is(file) ? new PowerChannel(disk, null, directory) : directory;
        }
        List<FileChannel> opened = new ArrayList<>();
        PowerDisk.Node node = disk.opened(file, () -> opened.add(real.newFileChannel(file, options, attributes)));
        return new PowerChannel(disk, node, opened.getFirst());
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path directory, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        DirectoryStream<Path> stream = real.newDirectoryStream(unwrapped(directory), filter);
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                List<Path> paths = new ArrayList<>();
                stream.forEach(path -> paths.add(wrapped(path)));
                return paths.iterator();
            }

            @Override
            public void close() throws IOException {
                stream.close();
            }
        };
    }

    @Override
    public void delete(Path path) throws IOException {
        Path file = unwrapped(path);
        disk.deleted(file, () -> {
            real.delete(file);
            return true;
        });
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        disk.moved(unwrapped(source), unwrapped(target), () -> {
            real.move(unwrapped(source), unwrapped(target), options);
            return true;
        });
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        real.checkAccess(unwrapped(path), modes);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        return real.getFileAttributeView(unwrapped(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return real.readAttributes(unwrapped(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        return real.readAttributes(unwrapped(path), attributes, options);
    }

    @Override
    public void createDirectory(Path directory, FileAttribute<?>... attributes) {
        throw new UnsupportedOperationException("the one directory is there");
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) {
        throw new UnsupportedOperationException("nobody copies files here");
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
        return real.isSameFile(unwrapped(path), unwrapped(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return real.isHidden(unwrapped(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return real.getFileStore(unwrapped(path));
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
        real.setAttribute(unwrapped(path), attribute, value, options);
    }

    @Override
    public String getScheme() {
        return "power";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> settings) {
        return fileSystem;
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return fileSystem;
    }

    @Override
    public Path getPath(URI uri) {
        return wrapped(Path.of(uri));
    }
}
