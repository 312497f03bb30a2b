package ai.ongoing.gateway.config.yaml;

import ai.ongoing.gateway.config.yaml.YamlValue.Field;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Turns nodes into values: refuses duplicate keys, odd tags and aliases that contain themselves, and resolves merge keys
 * ({@code <<}). A node behind several aliases is read once, so a bomb of aliases stays as small as its text.
 */
final class NodeReader {

    private static final Set<Tag> TAGS = Set.of(Tag.STR, Tag.MAP, Tag.SEQ);

    private final IdentityHashMap<Node, YamlValue> read = new IdentityHashMap<>();
    private final IdentityHashMap<Node, Boolean> open = new IdentityHashMap<>();

    YamlValue value(Node node) throws YamlProblem {
        YamlValue known = read.get(node);
        if (known != null) {
            return known;
        }
        if (open.put(node, true) != null) {
            throw new YamlProblem(line(node), "an alias may not contain itself");
        }
        if (!TAGS.contains(node.getTag())) {
            throw new YamlProblem(line(node), "tags are not supported");
        }
        YamlValue value = switch (node) {
            case ScalarNode scalar ->
                new YamlValue.Text(scalar.getValue(), scalar.getScalarStyle() != ScalarStyle.PLAIN, line(scalar));
            case SequenceNode sequence -> new YamlValue.Items(items(sequence), line(sequence));
            case MappingNode mapping -> new YamlValue.Fields(fields(mapping), line(mapping));
            default -> throw new YamlProblem(line(node), "unexpected yaml");
        };
        open.remove(node);
        read.put(node, value);
        return value;
    }

    private List<YamlValue> items(SequenceNode sequence) throws YamlProblem {
        List<YamlValue> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(value(item));
        }
        return items;
    }

    private Map<String, Field> fields(MappingNode mapping) throws YamlProblem {
        Map<String, Field> fields = new LinkedHashMap<>();
        List<YamlValue> merged = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(value(tuple.getKeyNode()) instanceof YamlValue.Text key)) {
                throw new YamlProblem(line(tuple.getKeyNode()), "a key must be a plain word");
            }
            if (key.text().equals("<<") && !key.quoted()) {
                merged.add(value(tuple.getValueNode()));
                continue;
            }
            Field earlier = fields.put(key.text(), new Field(value(tuple.getValueNode()), key.line()));
            if (earlier != null) {
                throw new YamlProblem(
                        key.line(), "mapping key \"" + key.text() + "\" already defined at line " + earlier.line());
            }
        }
        for (YamlValue value : merged) {
            merge(value, fields);
        }
        return fields;
    }

    private static void merge(YamlValue from, Map<String, Field> into) throws YamlProblem {
        switch (from) {
            case YamlValue.Fields fields -> fields.fields().forEach(into::putIfAbsent);
            case YamlValue.Items items -> {
                for (YamlValue item : items.items()) {
                    merge(item, into);
                }
            }
            case YamlValue.Text text -> throw new YamlProblem(text.line(), "<< needs an alias of a mapping");
        }
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
