package ai.ongoing.gateway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The places of a JSON document that a {@link JsonScanner} watches: a tree of keys, built once and shared. A path is
 * written {@code usage.input_tokens}; {@code choices[]} stands for every element of an array. Not thread-safe while it is
 * being built, immutable in use.
 */
public final class JsonFields {

    /** A place nobody registered a number for. */
    static final int NONE = -1;

    final Node root = new Node();

    /**
     * Watches a place.
     *
     * @param path keys joined by dots
     * @param field the number reported for it, zero or more
     */
    public JsonFields watch(String path, int field) {
        Node node = root;
        int start = 0;
        while (start <= path.length()) {
            int dot = path.indexOf('.', start);
            int end = dot < 0 ? path.length() : dot;
            node = step(node, path.substring(start, end));
            start = end + 1;
        }
        node.field = field;
        return this;
    }

    private static Node step(Node node, String name) {
        boolean element = name.endsWith("[]");
        String key = element ? name.substring(0, name.length() - 2) : name;
        Node child = key.isEmpty() ? node : node.childFor(key.getBytes(UTF_8));
        return element ? child.elementNode() : child;
    }

    /** One place of the tree. */
    static final class Node {
        int field = NONE;
        private byte[][] keys = new byte[0][];
        private Node[] children = new Node[0];
        private @Nullable Node element;

        @Nullable
        Node child(Text key) {
            for (int i = 0; i < keys.length; i++) {
                if (key.is(keys[i])) {
                    return children[i];
                }
            }
            return null;
        }

        @Nullable
        Node element() {
            return element;
        }

        private Node elementNode() {
            Node node = element;
            if (node == null) {
                node = new Node();
                element = node;
            }
            return node;
        }

        private Node childFor(byte[] key) {
            for (int i = 0; i < keys.length; i++) {
                if (Arrays.equals(keys[i], key)) {
                    return children[i];
                }
            }
            Node node = new Node();
            keys = Arrays.copyOf(keys, keys.length + 1);
            children = Arrays.copyOf(children, children.length + 1);
            keys[keys.length - 1] = key;
            children[children.length - 1] = node;
            return node;
        }
    }
}
