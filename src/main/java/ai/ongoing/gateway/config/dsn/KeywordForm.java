package ai.ongoing.gateway.config.dsn;

import java.util.LinkedHashMap;
import java.util.Map;

/** {@code host=... port=... password='it\'s'}: values end at a space unless quoted, a backslash takes the next as it is. */
final class KeywordForm {

    private final String text;
    private int position;

    KeywordForm(String text) {
        this.text = text;
    }

    Map<String, String> fields() throws MalformedDsn {
        Map<String, String> fields = new LinkedHashMap<>();
        skipSpaces();
        while (position < text.length()) {
            String name = name();
            String value = value();
            if (!value.isEmpty() || !PostgresDsn.PARTS.contains(name)) {
                fields.put(name.equals("hostaddr") ? "host" : name, value);
            }
            skipSpaces();
        }
        return fields;
    }

    private String name() throws MalformedDsn {
        int start = position;
        while (position < text.length()
                && (Character.isLetterOrDigit(text.charAt(position)) || text.charAt(position) == '_')) {
            position++;
        }
        String name = text.substring(start, position);
        skipSpaces();
        if (name.isEmpty() || position == text.length() || text.charAt(position) != '=') {
            throw new MalformedDsn("has a word without = in its keyword form: write host=HOST port=5432 user=USER"
                    + " password='...' dbname=DB, with values that contain spaces in single quotes");
        }
        position++;
        skipSpaces();
        return name;
    }

    private String value() throws MalformedDsn {
        boolean quoted = position < text.length() && text.charAt(position) == '\'';
        if (quoted) {
            position++;
        }
        StringBuilder value = new StringBuilder();
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (quoted ? c == '\'' : Character.isWhitespace(c)) {
                return value.toString();
            }
            if (c == '\\' && position < text.length()) {
                c = text.charAt(position++);
            }
            value.append(c);
        }
        if (quoted) {
            throw new MalformedDsn("has a quoted value without its closing quote; write a quote inside it as \\'");
        }
        return value.toString();
    }

    private void skipSpaces() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }
}
