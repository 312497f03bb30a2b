package ai.ongoing.gateway.api;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The OpenAPI document, read far enough to hold answers against it: required, undescribed and mistyped fields. */
final class DescribedApi {

    private final JsonNode root;

    private DescribedApi(JsonNode root) {
        this.root = root;
    }

    static DescribedApi shipped() {
        InputStream in = Objects.requireNonNull(ApiDocument.class.getResourceAsStream(ApiDocument.RESOURCE));
        Map<String, Object> yaml = new Yaml().load(in);
        return new DescribedApi(JsonMapper.shared().valueToTree(yaml));
    }

    Set<String> paths() {
        return new TreeSet<>(root.get("paths").propertyNames());
    }

    List<String> queryParameters(String path) {
        List<String> names = new ArrayList<>();
        for (JsonNode parameter : root.get("paths").get(path).get("get").get("parameters")) {
            names.add(resolved(parameter).get("name").stringValue());
        }
        return names;
    }

    /** What in a body does not fit the document; empty when all does. */
    List<String> misfits(String path, int status, JsonNode body) {
        JsonNode response =
                root.get("paths").get(path).get("get").get("responses").get(Integer.toString(status));
        if (response == null) {
            return List.of("status " + status + " is not described");
        }
        JsonNode schema =
                resolved(response).get("content").get("application/json").get("schema");
        List<String> misfits = new ArrayList<>();
        compare("", schema, body, misfits);
        return misfits;
    }

    private void compare(String at, JsonNode given, JsonNode value, List<String> misfits) {
        JsonNode schema = resolved(given);
        String type = schema.has("type") ? schema.get("type").stringValue() : "any";
        if (!hasType(type, value)) {
            misfits.add(at + " is no " + type);
            return;
        }
        if (schema.has("enum") && !contains(schema.get("enum"), value)) {
            misfits.add(at + " is none of " + schema.get("enum"));
        }
        if (type.equals("array")) {
            value.forEach(item -> compare(at + "[]", schema.get("items"), item, misfits));
        }
        if (type.equals("object")) {
            compareFields(at, schema, value, misfits);
        }
    }

    private void compareFields(String at, JsonNode schema, JsonNode value, List<String> misfits) {
        if (schema.has("required")) {
            schema.get("required").forEach(name -> {
                if (!value.has(name.stringValue())) {
                    misfits.add(at + "." + name.stringValue() + " is missing");
                }
            });
        }
        for (String name : value.propertyNames()) {
            JsonNode field = schema.get("properties").get(name);
            if (field == null) {
                misfits.add(at + "." + name + " is not described");
            } else {
                compare(at + "." + name, field, value.get(name), misfits);
            }
        }
    }

    private static boolean hasType(String type, JsonNode value) {
        return switch (type) {
            case "any" -> true;
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> false;
        };
    }

    private static boolean contains(JsonNode list, JsonNode value) {
        for (JsonNode item : list) {
            if (item.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? root.at(node.get("$ref").stringValue().substring(1)) : node;
    }
}
