package ai.ongoing.gateway.config.section;

import static ai.ongoing.gateway.config.setting.ScalarType.BOOL;
import static ai.ongoing.gateway.config.setting.ScalarType.TEXT;

import ai.ongoing.gateway.config.AuthConfig;
import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.setting.BadValue;
import ai.ongoing.gateway.config.setting.EntriesType;
import ai.ongoing.gateway.config.setting.EntryFields;
import ai.ongoing.gateway.config.setting.Key;
import ai.ongoing.gateway.config.setting.Quoted;
import ai.ongoing.gateway.config.setting.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code auth}: gateway keys and where they stand in a request. */
public final class AuthSection {

    public static final Key<Boolean> ENABLED = Key.of("auth.enabled", BOOL, false);
    public static final Key<String> HEADER = Key.of("auth.header", TEXT, "X-OngoingAI-Gateway-Key");

    static final Key<List<AuthConfig.Key>> KEY_LIST = Key.of(
                    "auth.keys",
                    new EntriesType<>(AuthSection::key, AuthConfig.Key::toString),
                    List.<AuthConfig.Key>of())
            .withoutVariable();

    static final List<Key<?>> KEYS = List.of(ENABLED, HEADER, KEY_LIST);

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Set<String> PROVIDER_HEADERS = Set.of("authorization", "x-api-key");
    private static final Set<String> MESSAGE_HEADERS =
            Set.of("host", "connection", "content-length", "content-type", "transfer-encoding", "te", "upgrade");
    private static final Set<String> ROLES = Set.of("", "owner", "admin", "developer", "member", "viewer");
    private static final Set<String> PERMISSIONS = Set.of("proxy:write", "analytics:read", "keys:manage");

    private AuthSection() {}

    public static AuthConfig read(Settings settings) {
        String header = header(settings.get(HEADER));
        List<AuthConfig.Key> keys = settings.get(KEY_LIST);
        for (int i = 0; i < keys.size(); i++) {
            checkRights("auth.keys[" + i + "]", keys.get(i));
        }
        if (settings.get(ENABLED)) {
            checkTokens(keys);
        }
        return new AuthConfig(settings.get(ENABLED), header, keys);
    }

    private static String header(String given) {
        String header = given.strip();
        String folded = header.toLowerCase(Locale.ROOT);
        if (PROVIDER_HEADERS.contains(folded)) {
            throw new ConfigError("auth header conflicts with provider credential headers: auth.header must be neither"
                    + " Authorization nor X-API-Key (got " + Quoted.of(given) + ")");
        }
        if (!TOKEN.matcher(header).matches() || MESSAGE_HEADERS.contains(folded)) {
            throw new ConfigError("auth.header must be the name of a header of its own, such as "
                    + HEADER.defaultValue() + " (got " + Quoted.of(given) + ")");
        }
        return header;
    }

    private static void checkRights(String path, AuthConfig.Key key) {
        if (!ROLES.contains(key.role().strip().toLowerCase(Locale.ROOT))) {
            throw new ConfigError(path + ".role must be one of owner, admin, developer, member, viewer (got "
                    + Quoted.of(key.role()) + ")");
        }
        for (String permission : key.permissions()) {
            if (!PERMISSIONS.contains(permission.strip().toLowerCase(Locale.ROOT))) {
                throw new ConfigError(path + ".permissions must be of proxy:write, analytics:read, keys:manage (got "
                        + Quoted.of(permission) + ")");
            }
        }
    }

    private static void checkTokens(List<AuthConfig.Key> keys) {
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            String token = keys.get(i).token().strip();
            if (token.isEmpty()) {
                throw new ConfigError("gateway key token cannot be empty: set auth.keys[" + i + "].token");
            }
            Integer earlier = seen.putIfAbsent(token, i);
            if (earlier != null) {
                throw new ConfigError("duplicate gateway key token in auth config: auth.keys[" + earlier
                        + "] and auth.keys[" + i + "]");
            }
        }
    }

    private static AuthConfig.Key key(EntryFields fields) throws BadValue {
        return new AuthConfig.Key(
                fields.text("id"),
                fields.text("token"),
                fields.text("org_id"),
                fields.text("workspace_id"),
                fields.text("team"),
                fields.text("name"),
                fields.text("description"),
                fields.text("created_by"),
                fields.text("role"),
                fields.texts("permissions"));
    }
}
