package ai.ongoing.gateway.assembly;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes headers as the trace contract wants them: canonical name to array of values, names sorted. Stateless. */
final class HeaderJson {

    private static final JsonFactory JSON = new JsonFactory();

    private HeaderJson() {}

    /**
     * The JSON object of a list of name, value, name, value, ...; empty when there are no headers.
     *
     * <p>{@code Host} and {@code Transfer-Encoding} are left out: the contract knows them as properties of the message.
     */
    static String of(List<String> namesAndValues) {
        Map<String, List<String>> headers = grouped(namesAndValues);
        if (headers.isEmpty()) {
            return "";
        }
        StringWriter out = new StringWriter(512);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            headers.forEach((name, values) -> {
                json.writeArrayPropertyStart(name);
                values.forEach(json::writeString);
                json.writeEndArray();
            });
            json.writeEndObject();
        }
        return out.toString();
    }

    private static Map<String, List<String>> grouped(List<String> namesAndValues) {
        Map<String, List<String>> headers = new TreeMap<>();
        for (int i = 0; i + 1 < namesAndValues.size(); i += 2) {
            String name = canonical(namesAndValues.get(i));
            if (!"Host".equals(name) && !"Transfer-Encoding".equals(name)) {
                headers.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(namesAndValues.get(i + 1));
            }
        }
        return headers;
    }

    /**
     * The name as Go's net/textproto spells it: the first letter and each letter after a hyphen upper case, the others
     * lower case ({@code x-api-KEY} becomes {@code X-Api-Key}); a name with a character that is no header token is left
     * as it is.
     */
    static String canonical(String name) {
        char[] letters = name.toCharArray();
        boolean upper = true;
        for (int i = 0; i < letters.length; i++) {
            char c = letters[i];
            if (!token(c)) {
                return name;
            }
            if (upper && c >= 'a' && c <= 'z') {
                letters[i] = (char) (c - 32);
            } else if (!upper && c >= 'A' && c <= 'Z') {
                letters[i] = (char) (c + 32);
            }
            upper = c == '-';
        }
        return new String(letters);
    }

    private static boolean token(char c) {
        return c > ' ' && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }
}
