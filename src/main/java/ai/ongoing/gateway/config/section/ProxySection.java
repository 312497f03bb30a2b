package ai.ongoing.gateway.config.section;

import static ai.ongoing.gateway.config.setting.ScalarType.DURATION;
import static ai.ongoing.gateway.config.setting.ScalarType.TEXT;
import static ai.ongoing.gateway.config.setting.ScalarType.WHOLE;

import ai.ongoing.gateway.config.ProxyConfig;
import ai.ongoing.gateway.config.setting.Key;
import ai.ongoing.gateway.config.setting.Ranges;
import ai.ongoing.gateway.config.setting.Settings;
import java.time.Duration;
import java.util.List;

/** {@code proxy}: how calls are forwarded. */
public final class ProxySection {

    static final Key<Duration> IDLE_TIMEOUT = Key.of("proxy.idle_timeout", DURATION, Duration.ofMinutes(10));
    static final Key<Duration> UPLOAD_TIMEOUT = Key.of("proxy.upload_timeout", DURATION, Duration.ofMinutes(1));
    static final Key<Duration> CONNECT_TIMEOUT = Key.of("proxy.connect_timeout", DURATION, Duration.ofSeconds(10));
    static final Key<Long> MAX_CONNECTIONS = Key.of("proxy.max_connections", WHOLE, 8192L);
    static final Key<String> ON_CLIENT_DISCONNECT = Key.of("proxy.on_client_disconnect", TEXT, "cancel");

    static final List<Key<?>> KEYS =
            List.of(IDLE_TIMEOUT, UPLOAD_TIMEOUT, CONNECT_TIMEOUT, MAX_CONNECTIONS, ON_CLIENT_DISCONNECT);

    private static final int MOST_CONNECTIONS = 65535;

    private ProxySection() {}

    public static ProxyConfig read(Settings settings) {
        return new ProxyConfig(
                Ranges.duration(settings, IDLE_TIMEOUT, Duration.ofSeconds(1), Duration.ofHours(24)),
                Ranges.duration(settings, UPLOAD_TIMEOUT, Duration.ofSeconds(1), Duration.ofHours(24)),
                Ranges.duration(settings, CONNECT_TIMEOUT, Duration.ofMillis(1), Duration.ofMinutes(10)),
                (int) Ranges.whole(settings, MAX_CONNECTIONS, 1, MOST_CONNECTIONS),
                Ranges.choice(settings, ON_CLIENT_DISCONNECT, ProxyConfig.OnClientDisconnect.class));
    }
}
