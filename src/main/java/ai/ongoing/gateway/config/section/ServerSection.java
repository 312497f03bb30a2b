package ai.ongoing.gateway.config.section;

import static ai.ongoing.gateway.config.setting.ScalarType.DURATION;
import static ai.ongoing.gateway.config.setting.ScalarType.TEXT;
import static ai.ongoing.gateway.config.setting.ScalarType.WHOLE;
import static ai.ongoing.gateway.config.setting.TextsType.TEXTS;

import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.ServerConfig;
import ai.ongoing.gateway.config.setting.Key;
import ai.ongoing.gateway.config.setting.Quoted;
import ai.ongoing.gateway.config.setting.Ranges;
import ai.ongoing.gateway.config.setting.Settings;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** {@code server}: where the gateway listens. */
public final class ServerSection {

    /** Empty means automatic, which is the default. */
    public static final Key<String> HOST =
            Key.of("server.host", TEXT, "127.0.0.1").variable("ONGOINGAI_HOST");

    public static final Key<Long> PORT = Key.of("server.port", WHOLE, 8080L).variable("ONGOINGAI_PORT");

    static final Key<List<String>> CORS_ORIGINS = Key.of("server.cors_origins", TEXTS, List.of());
    static final Key<Duration> SHUTDOWN_TIMEOUT = Key.of("server.shutdown_timeout", DURATION, Duration.ofSeconds(30));
    static final Key<Long> MAX_HEADER_BYTES = Key.of("server.max_header_bytes", WHOLE, 1L << 20);

    static final List<Key<?>> KEYS = List.of(HOST, PORT, CORS_ORIGINS, SHUTDOWN_TIMEOUT, MAX_HEADER_BYTES);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]+)?");
    private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9.\\[\\]:_-]+");
    private static final int LEAST_HEADER_BYTES = 4096;
    private static final int MOST_HEADER_BYTES = 16 << 20;

    private ServerSection() {}

    public static ServerConfig read(Settings settings) {
        return new ServerConfig(
                host(settings.get(HOST)),
                settings.get(PORT).intValue(),
                origins(settings.get(CORS_ORIGINS)),
                Ranges.duration(settings, SHUTDOWN_TIMEOUT, Duration.ZERO, Duration.ofHours(1)),
                (int) Ranges.whole(settings, MAX_HEADER_BYTES, LEAST_HEADER_BYTES, MOST_HEADER_BYTES));
    }

    private static String host(String given) {
        String host = given.strip();
        if (host.isEmpty()) {
            return HOST.defaultValue();
        }
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String bare = bracketed ? host.substring(1, host.length() - 1) : host;
        if (IPV6.matcher(bare).matches() || (!bracketed && NAME.matcher(bare).matches())) {
            return bare;
        }
        throw new ConfigError("server.host must be an address or a host name, without scheme, port or path (got "
                + Quoted.of(given) + ")");
    }

    private static List<String> origins(List<String> origins) {
        for (String origin : origins) {
            if (!origin.equals("*") && !ORIGIN.matcher(origin).matches()) {
                throw new ConfigError("server.cors_origins must hold origins such as https://app.example.com, or *"
                        + " (got " + Quoted.of(origin) + ")");
            }
        }
        return origins;
    }
}
