package ai.ongoing.gateway.config.setting;

import java.util.Locale;

/** A received value as messages show it: in double quotes, on one line. */
public final class Quoted {

    private Quoted() {}

    /** The text in quotes; quotes, backslashes and control characters escaped. */
    public static String of(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> {
                    if (Character.isISOControl(c)) {
                        quoted.append(String.format(Locale.ROOT, "\\x%02x", c));
                    } else {
                        quoted.appendCodePoint(c);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    /** A URL in quotes without user, password and query: any of them may be a secret. */
    public static String url(String url) {
        int query = url.indexOf('?');
        String shown = query < 0 ? url : url.substring(0, query) + "?****";
        int at = url.lastIndexOf('@');
        if (at >= 0) {
            int scheme = url.indexOf("://");
            String head = scheme >= 0 && scheme < at ? url.substring(0, scheme + 3) : "";
            String tail = query < 0 ? url.substring(at) : at < query ? url.substring(at, query) + "?****" : "@****";
            shown = head + "****" + tail;
        }
        return of(shown);
    }
}
