package ai.ongoing.gateway.config.section;

import static ai.ongoing.gateway.config.setting.ScalarType.BOOL;
import static ai.ongoing.gateway.config.setting.ScalarType.TEXT;
import static ai.ongoing.gateway.config.setting.TextsType.TEXTS;

import ai.ongoing.gateway.config.PiiConfig;
import ai.ongoing.gateway.config.PiiConfig.Match;
import ai.ongoing.gateway.config.PiiConfig.Scope;
import ai.ongoing.gateway.config.setting.BadValue;
import ai.ongoing.gateway.config.setting.EntriesType;
import ai.ongoing.gateway.config.setting.EntryFields;
import ai.ongoing.gateway.config.setting.Key;
import ai.ongoing.gateway.config.setting.Settings;
import java.util.List;
import java.util.Locale;

/** {@code pii}: what is recognised and what is done about it. */
public final class PiiSection {

    public static final Key<String> MODE = Key.of("pii.mode", TEXT, "");

    static final Key<String> POLICY_ID = Key.of("pii.policy_id", TEXT, "default/v1");
    static final Key<Boolean> REQUEST_HEADERS = Key.of("pii.stages.request_headers", BOOL, true);
    static final Key<Boolean> REQUEST_BODY = Key.of("pii.stages.request_body", BOOL, true);
    static final Key<Boolean> RESPONSE_HEADERS = Key.of("pii.stages.response_headers", BOOL, true);
    static final Key<Boolean> RESPONSE_BODY = Key.of("pii.stages.response_body", BOOL, true);
    static final Key<Boolean> EMAIL = Key.of("pii.detectors.email", BOOL, true);
    static final Key<Boolean> PHONE = Key.of("pii.detectors.phone", BOOL, true);
    static final Key<Boolean> SSN = Key.of("pii.detectors.ssn", BOOL, true);
    static final Key<Boolean> TOKEN_LIKE = Key.of("pii.detectors.token_like", BOOL, true);
    static final Key<List<String>> HEADERS = Key.of(
            "pii.headers.denylist",
            TEXTS,
            List.of("authorization", "cookie", "set-cookie", "x-api-key", "x-ongoingai-gateway-key"));
    static final Key<List<String>> BODY_KEYS = Key.of(
            "pii.body.key_denylist",
            TEXTS,
            List.of("email", "phone", "password", "token", "secret", "ssn", "api_key", "authorization"));
    static final Key<String> FORMAT = Key.of("pii.replacement.format", TEXT, "[{type}_REDACTED:{hash}]");
    static final Key<String> HASH_SALT = Key.of("pii.replacement.hash_salt", TEXT, "")
            .variable("ONGOINGAI_PII_HASH_SALT")
            .masked(salt -> salt.isEmpty() ? "" : "****");

    public static final Key<List<Scope>> SCOPES = Key.of(
                    "pii.scopes", new EntriesType<>(PiiSection::scope, PiiSection::shown), List.<Scope>of())
            .withoutVariable();

    static final List<Key<?>> KEYS = List.of(
            MODE,
            POLICY_ID,
            REQUEST_HEADERS,
            REQUEST_BODY,
            RESPONSE_HEADERS,
            RESPONSE_BODY,
            EMAIL,
            PHONE,
            SSN,
            TOKEN_LIKE,
            HEADERS,
            BODY_KEYS,
            FORMAT,
            HASH_SALT,
            SCOPES);

    private PiiSection() {}

    public static PiiConfig read(Settings settings) {
        return new PiiConfig(
                fold(settings.get(MODE)),
                settings.get(POLICY_ID),
                new PiiConfig.Stages(
                        settings.get(REQUEST_HEADERS),
                        settings.get(REQUEST_BODY),
                        settings.get(RESPONSE_HEADERS),
                        settings.get(RESPONSE_BODY)),
                new PiiConfig.Detectors(
                        settings.get(EMAIL), settings.get(PHONE), settings.get(SSN), settings.get(TOKEN_LIKE)),
                settings.get(HEADERS),
                settings.get(BODY_KEYS),
                settings.get(FORMAT),
                settings.get(HASH_SALT),
                settings.get(SCOPES));
    }

    /** Spaces around and capitals in a mode do not matter. */
    public static String fold(String mode) {
        return mode.strip().toLowerCase(Locale.ROOT);
    }

    private static Scope scope(EntryFields fields) throws BadValue {
        EntryFields match = fields.section("match");
        Match selectors = new Match(
                match.text("org_id"),
                match.text("workspace_id"),
                match.text("key_id"),
                match.text("provider"),
                match.text("route_prefix"));
        match.refuseUnknown();
        return new Scope(selectors, fields.text("mode"), fields.text("policy_id"));
    }

    private static String shown(Scope scope) {
        return "{mode: " + scope.mode() + ", policy_id: " + scope.policyId() + ", " + scope.match() + "}";
    }
}
