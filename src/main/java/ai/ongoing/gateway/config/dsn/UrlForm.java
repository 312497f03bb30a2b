package ai.ongoing.gateway.config.dsn;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code [user[:password]@][host[:port],...][/database][?name=value&...]}. Own reading instead of {@code java.net.URI}:
 * that knows no host lists, and puts the whole string, password included, into its messages.
 */
final class UrlForm {

    private final Map<String, String> fields = new LinkedHashMap<>();
    private final boolean plusIsSpace;

    private UrlForm(boolean plusIsSpace) {
        this.plusIsSpace = plusIsSpace;
    }

    /** A URL as PostgreSQL's own library reads it. */
    static Map<String, String> libpq(String afterScheme) throws MalformedDsn {
        return new UrlForm(false).read(afterScheme);
    }

    /** A URL as the JDBC driver reads it: user and password stand among the parameters, where {@code +} is a space. */
    static Map<String, String> jdbc(String afterScheme) throws MalformedDsn {
        return new UrlForm(true).read(afterScheme);
    }

    private Map<String, String> read(String text) throws MalformedDsn {
        int question = text.indexOf('?');
        String location = question < 0 ? text : text.substring(0, question);
        int slash = location.indexOf('/');
        int outside = slash >= 0 ? slash : location.length();
        boolean named = location.lastIndexOf('@', outside) >= 0;
        if (location.indexOf('@', outside) >= 0 || (!named && text.indexOf('@', outside) >= 0)) {
            throw new MalformedDsn("has an @ after a / or ?: " + PostgresDsn.ENCODE_PASSWORD);
        }
        authority(slash < 0 ? location : location.substring(0, slash));
        if (slash >= 0 && slash + 1 < location.length()) {
            fields.put("dbname", decode(location.substring(slash + 1)));
        }
        if (question >= 0) {
            parameters(text.substring(question + 1));
        }
        return fields;
    }

    private void authority(String authority) throws MalformedDsn {
        // The last '@': passwords are often pasted with an unescaped one.
        int at = authority.lastIndexOf('@');
        if (at >= 0) {
            String credentials = authority.substring(0, at);
            int colon = credentials.indexOf(':');
            put("user", decode(colon < 0 ? credentials : credentials.substring(0, colon)));
            put("password", colon < 0 ? "" : decode(credentials.substring(colon + 1)));
        }
        List<String> hosts = new ArrayList<>();
        List<String> ports = new ArrayList<>();
        for (String server : authority.substring(at + 1).split(",", -1)) {
            int colon = server.startsWith("[")
                    ? server.indexOf(':', Math.max(0, server.indexOf(']')))
                    : server.indexOf(':');
            hosts.add(host(colon < 0 ? server : server.substring(0, colon)));
            ports.add(colon < 0 ? "" : server.substring(colon + 1));
        }
        put("host", String.join(",", hosts));
        put("port", ports.stream().allMatch(String::isEmpty) ? "" : String.join(",", ports));
    }

    private static String host(String text) throws MalformedDsn {
        if (!text.startsWith("[")) {
            return decode(text);
        }
        if (!text.endsWith("]")) {
            throw new MalformedDsn("has an IPv6 address without its closing bracket: write [::1]:5432");
        }
        return text.substring(1, text.length() - 1);
    }

    private void parameters(String query) throws MalformedDsn {
        for (String parameter : query.split("&", -1)) {
            if (parameter.isEmpty()) {
                continue;
            }
            int equals = parameter.indexOf('=');
            if (equals < 1) {
                throw new MalformedDsn("has a parameter without a value: write ?name=value&name=value");
            }
            String name = decode(parameter.substring(0, equals));
            String value = parameter.substring(equals + 1);
            fields.put(partName(name), decode(plusIsSpace ? value.replace('+', ' ') : value));
        }
    }

    private String partName(String name) {
        return plusIsSpace && name.equals("databaseName") ? "dbname" : name;
    }

    private void put(String name, String value) {
        if (!value.isEmpty()) {
            fields.put(name, value);
        }
    }

    private static String decode(String text) throws MalformedDsn {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != '%') {
                bytes.write(raw[i]);
                continue;
            }
            int high = i + 2 <= raw.length - 1 ? Character.digit(raw[i + 1], 16) : -1;
            int low = i + 2 <= raw.length - 1 ? Character.digit(raw[i + 2], 16) : -1;
            if (high < 0 || low < 0 || (high | low) == 0) {
                throw new MalformedDsn("has a percent sign that starts no %XX: write a percent sign as %25");
            }
            bytes.write(high << 4 | low);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedDsn("has percent-encoded bytes that are not UTF-8");
        }
    }
}
