package ai.ongoing.gateway.config.section;

import static ai.ongoing.gateway.config.setting.ScalarType.TEXT;

import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.ProviderConfig;
import ai.ongoing.gateway.config.ProvidersConfig;
import ai.ongoing.gateway.config.ProxyConfig.OnClientDisconnect;
import ai.ongoing.gateway.config.setting.Key;
import ai.ongoing.gateway.config.setting.Quoted;
import ai.ongoing.gateway.config.setting.Ranges;
import ai.ongoing.gateway.config.setting.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** {@code providers}: where calls come in and where they go. */
public final class ProvidersSection {

    public static final Route OPENAI = Route.of("openai", "https://api.openai.com");
    public static final Route ANTHROPIC = Route.of("anthropic", "https://api.anthropic.com");

    static final List<Key<?>> KEYS = List.of(
            OPENAI.upstream,
            OPENAI.prefix,
            OPENAI.onClientDisconnect,
            ANTHROPIC.upstream,
            ANTHROPIC.prefix,
            ANTHROPIC.onClientDisconnect);

    private static final Pattern SEGMENTS = Pattern.compile("(/[A-Za-z0-9._~-]+)+");
    private static final int MAX_PORT = 65535;

    private ProvidersSection() {}

    /** The settings of one provider. */
    public record Route(String name, Key<String> upstream, Key<String> prefix, Key<String> onClientDisconnect) {

        private static Route of(String name, String upstream) {
            String path = "providers." + name;
            return new Route(
                    name,
                    Key.of(path + ".upstream", TEXT, upstream)
                            .variable("ONGOINGAI_" + name.toUpperCase(Locale.ROOT) + "_UPSTREAM")
                            .masked(ProvidersSection::masked),
                    Key.of(path + ".prefix", TEXT, "/" + name),
                    Key.of(path + ".on_client_disconnect", TEXT, ""));
        }
    }

    public static ProvidersConfig read(Settings settings) {
        return new ProvidersConfig(read(settings, OPENAI), read(settings, ANTHROPIC));
    }

    private static ProviderConfig read(Settings settings, Route route) {
        return new ProviderConfig(
                route.name(),
                upstream(settings, route.upstream()),
                prefix(settings, route.prefix()),
                onClientDisconnect(settings, route.onClientDisconnect()));
    }

    /** A provider that says nothing goes by the setting for all. */
    private static OnClientDisconnect onClientDisconnect(Settings settings, Key<String> own) {
        boolean unset = settings.get(own).isBlank();
        return Ranges.choice(settings, unset ? ProxySection.ON_CLIENT_DISCONNECT : own, OnClientDisconnect.class);
    }

    private static URI upstream(Settings settings, Key<String> key) {
        String given = settings.get(key).strip();
        URI uri = parsed(key, given);
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String got = " (got " + Quoted.url(given) + ")";
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new ConfigError(key.path() + " must start with http:// or https://" + got);
        }
        if (uri.getRawAuthority().contains("@")) {
            throw new ConfigError(key.path() + " must not hold a user name or password; clients send their own"
                    + " credentials" + got);
        }
        if (uri.getHost() == null || uri.getPort() > MAX_PORT || uri.getPort() == 0) {
            throw new ConfigError(key.path() + " must name a host of letters, digits, dots and hyphens, and a port from"
                    + " 1 to 65535 if any" + got);
        }
        if (uri.getRawFragment() != null) {
            throw new ConfigError(key.path() + " must not hold a fragment (#...)" + got);
        }
        return uri.getScheme().equals(scheme) ? uri : URI.create(scheme + given.substring(scheme.length()));
    }

    /** Parses an upstream; the message has the parser's reason, never the text, which may hold a password. */
    public static URI parsed(Key<String> key, String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new ConfigError("parse " + key.path() + ": " + e.getReason() + " at position " + e.getIndex());
        }
    }

    private static String prefix(Settings settings, Key<String> key) {
        String given = settings.get(key).strip();
        String prefix = given.replaceFirst("/+$", "");
        if (prefix.isEmpty()) {
            throw new ConfigError("provider prefixes must not be root ('/'): give " + key.path() + " a path such as "
                    + key.defaultValue());
        }
        if (!SEGMENTS.matcher(prefix).matches() || (prefix + "/").matches(".*/\\.{1,2}/.*")) {
            throw new ConfigError(key.path() + " must be a plain path such as " + key.defaultValue() + " (got "
                    + Quoted.of(given) + ")");
        }
        return prefix;
    }

    private static String masked(String upstream) {
        String quoted = Quoted.url(upstream);
        return quoted.substring(1, quoted.length() - 1);
    }
}
