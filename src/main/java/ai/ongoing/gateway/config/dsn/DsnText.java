package ai.ongoing.gateway.config.dsn;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells the written forms apart, and writes the canonical one. */
final class DsnText {

    private static final String EXAMPLE = "write postgresql://USER:PASSWORD@HOST:5432/DB";
    private static final String UNRESERVED = "-._~";

    private DsnText() {}

    static Map<String, String> fields(String text) throws MalformedDsn {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("jdbc:postgresql:")) {
            String rest = text.substring("jdbc:postgresql:".length());
            return UrlForm.jdbc(rest.startsWith("//") ? rest.substring(2) : "/" + rest.replaceFirst("^/", ""));
        }
        if (lower.startsWith("postgresql://") || lower.startsWith("postgres://")) {
            return UrlForm.libpq(text.substring(text.indexOf("://") + 3));
        }
        if (lower.matches("(?s)[a-z_]+\\s*=.*")) {
            return new KeywordForm(text).fields();
        }
        if (lower.matches("(?s)[a-z][a-z0-9+.-]{1,20}://.*")) {
            throw new MalformedDsn("has a scheme that is not PostgreSQL's: " + EXAMPLE);
        }
        throw new MalformedDsn("has no scheme: " + EXAMPLE);
    }

    static String url(PostgresDsn dsn, boolean masked) {
        StringBuilder url = new StringBuilder("postgresql://");
        if (!dsn.user().isEmpty() || !dsn.password().isEmpty()) {
            url.append(encode(dsn.user()));
            if (!dsn.password().isEmpty()) {
                url.append(':').append(masked ? "****" : encode(dsn.password()));
            }
            url.append('@');
        }
        url.append(dsn.hosts().stream().map(DsnText::host).collect(Collectors.joining(",")));
        url.append('/').append(encode(dsn.database()));
        char separator = '?';
        for (Map.Entry<String, String> parameter : dsn.parameters().entrySet()) {
            boolean hide = masked && !PostgresDsn.shown(parameter.getKey());
            url.append(separator).append(encode(parameter.getKey())).append('=');
            url.append(hide ? "****" : encode(parameter.getValue()));
            separator = '&';
        }
        return url.toString();
    }

    private static String host(PostgresDsn.Host host) {
        return host.name().contains(":") ? host.toString() : encode(host.name()) + ":" + host.port();
    }

    private static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return encoded.toString();
    }
}
