import java.io.IOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Writes the classes of a folder's jars anew that are older than Java 6: an AOT cache takes none of them, because they
 * have no stack maps to be verified by (JVMS 4.7.4), so every start would load them from the jar and infer their types.
 * Nothing else about them changes, and jars without such classes are left alone.
 */
final class Modernise {

    private static final int MAJOR_VERSION = 7;

    private Modernise() {}

    public static void main(String[] args) throws IOException {
        List<Path> jars;
        try (var files = Files.list(Path.of(args[0]))) {
            jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
        for (Path jar : jars) {
            if (hasOldClasses(jar)) {
                rewrite(jar);
            }
        }
    }

    private static boolean hasOldClasses(Path jar) throws IOException {
        try (ZipFile from = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(from.entries())) {
                if (isClass(entry) && isOld(from.getInputStream(entry).readNBytes(MAJOR_VERSION + 1))) {
                    return true;
                }
            }
            return false;
        }
    }

    private static boolean isClass(ZipEntry entry) {
        return entry.getName().endsWith(".class");
    }

    private static boolean isOld(byte[] bytes) {
        return bytes[MAJOR_VERSION] < ClassFile.JAVA_6_VERSION;
    }

    private static void rewrite(Path jar) throws IOException {
        Path fresh = jar.resolveSibling(jar.getFileName() + ".new");
        try (ZipFile from = new ZipFile(jar.toFile());
                ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(fresh))) {
            for (ZipEntry entry : Collections.list(from.entries())) {
                byte[] bytes = from.getInputStream(entry).readAllBytes();
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTime(entry.getTime());
                to.putNextEntry(copy);
                to.write(isClass(entry) && isOld(bytes) ? modern(bytes) : bytes);
                to.closeEntry();
            }
        }
        Files.move(fresh, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The jars must be on the class path: stack maps name what two classes have in common. */
    private static byte[] modern(byte[] old) {
        ClassFile format = ClassFile.of(ClassFile.StackMapsOption.GENERATE_STACK_MAPS);
        ClassTransform code = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL);
        return format.transformClass(format.parse(old), code.andThen(Modernise::withVersion));
    }

    private static void withVersion(ClassBuilder to, ClassElement element) {
        if (element instanceof ClassFileVersion) {
            to.withVersion(ClassFile.JAVA_8_VERSION, 0);
        } else {
            to.with(element);
        }
    }
}
