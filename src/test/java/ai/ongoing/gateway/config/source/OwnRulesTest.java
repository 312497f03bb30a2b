package ai.ongoing.gateway.config.source;

import static ai.ongoing.gateway.config.source.ConfigTexts.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** This program's own rules: what the inherited ones let through and no gateway can run with. */
class OwnRulesTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        server.host                  | http://x        | server.host must be an address or a host name, without scheme, port or path (got "http://x")
        server.host                  | "localhost:80"  | server.host must be an address or a host name, without scheme, port or path (got "localhost:80")
        server.host                  | "a b"           | server.host must be an address or a host name, without scheme, port or path (got "a b")
        server.cors_origins          | [a.example]     | server.cors_origins must hold origins such as https://app.example.com, or * (got "a.example")
        server.cors_origins          | ["https://a/b"] | server.cors_origins must hold origins such as https://app.example.com, or * (got "https://a/b")
        server.shutdown_timeout      | -1s             | server.shutdown_timeout must be between 0s and 1h (got -1s)
        server.shutdown_timeout      | 61m             | server.shutdown_timeout must be between 0s and 1h (got 1h1m)
        server.max_header_bytes      | 10              | server.max_header_bytes must be between 4096 and 16777216 (got 10)
        storage.migrations           | maybe           | storage.migrations must be one of auto, check, off (got "maybe")
        storage.migration_lock_wait  | -1ms            | storage.migration_lock_wait must be between 0s and 24h (got -1ms)
        storage                      | {driver: postgres, dsn: 'h:5432/d'} | storage.dsn has no scheme: write postgresql://USER:PASSWORD@HOST:5432/DB
        storage                      | {driver: postgres, dsn: 'postgres://h/d', migration_dsn: 'x'} | storage.migration_dsn has no scheme: write postgresql://USER:PASSWORD@HOST:5432/DB
        providers.openai.upstream    | ftp://h         | providers.openai.upstream must start with http:// or https:// (got "ftp://h")
        providers.openai.upstream    | https://u:p@h/v | providers.openai.upstream must not hold a user name or password; clients send their own credentials (got "https://****@h/v")
        providers.openai.upstream    | "https://h?k=p" | valid
        providers.openai.upstream    | http://my_host  | providers.openai.upstream must name a host of letters, digits, dots and hyphens, and a port from 1 to 65535 if any (got "http://my_host")
        providers.openai.upstream    | "http://:80"    | providers.openai.upstream must name a host of letters, digits, dots and hyphens, and a port from 1 to 65535 if any (got "http://:80")
        providers.openai.upstream    | "http://h:99999"| providers.openai.upstream must name a host of letters, digits, dots and hyphens, and a port from 1 to 65535 if any (got "http://h:99999")
        providers.openai.upstream    | "http://h/#x"   | providers.openai.upstream must not hold a fragment (#...) (got "http://h/#x")
        providers.openai.prefix      | /               | provider prefixes must not be root ('/'): give providers.openai.prefix a path such as /openai
        providers.openai.prefix      | //              | provider prefixes must not be root ('/'): give providers.openai.prefix a path such as /openai
        providers.openai.prefix      | "/a b"          | providers.openai.prefix must be a plain path such as /openai (got "/a b")
        providers.openai.prefix      | /a/../b         | providers.openai.prefix must be a plain path such as /openai (got "/a/../b")
        providers.openai.prefix      | /a?b            | providers.openai.prefix must be a plain path such as /openai (got "/a?b")
        providers.openai.prefix      | /api            | provider prefixes must not overlap with /api routes: providers.openai.prefix is "/api"
        providers.anthropic.prefix   | /api/x          | provider prefixes must not overlap with /api routes: providers.anthropic.prefix is "/api/x"
        providers.openai.prefix      | /livez          | provider prefixes must not overlap with the gateway's own /livez: providers.openai.prefix is "/livez"
        providers.openai.prefix      | /readyz/        | provider prefixes must not overlap with the gateway's own /readyz: providers.openai.prefix is "/readyz"
        providers.openai.prefix      | /anthropic      | provider route prefixes overlap: providers.openai.prefix is "/anthropic", providers.anthropic.prefix is "/anthropic"
        providers.openai.prefix      | /anthropic/v1   | provider route prefixes overlap: providers.openai.prefix is "/anthropic/v1", providers.anthropic.prefix is "/anthropic"
        providers.openai.prefix      | /anthropics     | valid
        providers.openai.prefix      | /apis           | valid
        proxy.idle_timeout           | 0s              | proxy.idle_timeout must be between 1s and 24h (got 0s)
        proxy.upload_timeout         | 25h             | proxy.upload_timeout must be between 1s and 24h (got 25h)
        proxy.connect_timeout        | 0s              | proxy.connect_timeout must be between 1ms and 10m (got 0s)
        proxy.max_connections        | 0               | proxy.max_connections must be between 1 and 65535 (got 0)
        proxy.on_client_disconnect   | wait            | proxy.on_client_disconnect must be one of cancel, drain (got "wait")
        providers.openai.on_client_disconnect | wait   | providers.openai.on_client_disconnect must be one of cancel, drain (got "wait")
        tracing.journal.max_bytes    | 5               | tracing.journal.max_bytes must be between 1048576 and 1125899906842624 (got 5)
        tracing.journal.max_bytes    | -1073741824     | tracing.journal.max_bytes must be between 1048576 and 1125899906842624 (got -1073741824)
        tracing.journal.max_bytes    | 0               | tracing.journal.max_bytes must be between 1048576 and 1125899906842624 (got 0)
        tracing.journal.max_bytes    | 1125899906842625 | tracing.journal.max_bytes must be between 1048576 and 1125899906842624 (got 1125899906842625)
        tracing.journal.max_bytes    | 9223372036854775807 | tracing.journal.max_bytes must be between 1048576 and 1125899906842624 (got 9223372036854775807)
        tracing.journal.max_bytes    | 9223372036854775808 | parse yaml "test.yaml": line 3: tracing.journal.max_bytes must be a whole number (got "9223372036854775808")
        tracing.journal.max_bytes    | 1GiB            | parse yaml "test.yaml": line 3: tracing.journal.max_bytes must be a whole number (got "1GiB")
        tracing.journal.durability   | none            | tracing.journal.durability must be one of process, disk (got "none")
        log.level                    | loud            | log.level must be one of debug, info, warn, error (got "loud")
        log.format                   | xml             | log.format must be one of json, text (got "xml")
        observability.otel           | {enabled: true, prometheus_enabled: true, prometheus_path: /livez} | observability.otel.prometheus_path must not overlap with /livez (got "/livez")
        observability.otel           | {enabled: true, prometheus_enabled: true, prometheus_path: /} | observability.otel.prometheus_path must be a plain path such as /metrics (got "/")
        auth.header                  | authorization   | auth header conflicts with provider credential headers: auth.header must be neither Authorization nor X-API-Key (got "authorization")
        auth.header                  | X-API-Key       | auth header conflicts with provider credential headers: auth.header must be neither Authorization nor X-API-Key (got "X-API-Key")
        auth.header                  | "a b"           | auth.header must be the name of a header of its own, such as X-OngoingAI-Gateway-Key (got "a b")
        auth.header                  | Host            | auth.header must be the name of a header of its own, such as X-OngoingAI-Gateway-Key (got "Host")
        auth.keys                    | [{id: a, role: boss}]           | auth.keys[0].role must be one of owner, admin, developer, member, viewer (got "boss")
        auth.keys                    | [{id: a, permissions: [all]}]   | auth.keys[0].permissions must be of proxy:write, analytics:read, keys:manage (got "all")
        auth                         | {enabled: true, keys: [{id: a, token: " "}]} | gateway key token cannot be empty: set auth.keys[0].token
        auth                         | {enabled: true, keys: [{token: t}, {token: t}]} | duplicate gateway key token in auth config: auth.keys[0] and auth.keys[1]
        limits.per_key               | {requests_per_minute: -1}       | limits.per_key.requests_per_minute must be between 0 and 2147483647 (got -1)
        limits.per_key               | {max_tokens_per_day: -1}        | limits.per_key.max_tokens_per_day must be between 0 and 9223372036854775807 (got -1)
        limits.per_workspace         | {max_cost_usd_per_day: -0.5}    | limits.per_workspace.max_cost_usd_per_day must not be negative (got -0.5); 0 switches it off
        """)
    void saysWhatIsWrongAndWhatToWrite(String path, String value, String message) {
        assertThat(new ConfigTexts(directory).message(yaml(path, value))).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        auth.enabled           | true                                              | auth.enabled is true
        auth                   | {enabled: true, keys: [{token: t}]}               | auth.enabled is true
        limits.per_key         | {requests_per_minute: 1}                          | limits.per_key sets a limit
        limits.per_workspace   | {max_cost_usd_per_day: 0.01}                      | limits.per_workspace sets a limit
        pii.mode               | redact_storage                                    | pii.mode is redact_storage
        pii.mode               | Block                                             | pii.mode is block
        pii.scopes             | [{match: {org_id: a}, mode: redact_upstream}]     | pii.scopes[0].mode is redact_upstream
        tracing.capture_bodies | true                                              | tracing.capture_bodies is true while pii.mode is automatic, which means redact_storage
        """)
    void neverRunsOpenWhereAProtectionWasAskedFor(String path, String value, String reason) {
        assertThat(new ConfigTexts(directory).message(yaml(path, value)))
                .startsWith(reason + ", but this version does not enforce it yet and must not run open: ");
    }

    @Test
    void aVariableThatAsksForAProtectionIsRefusedToo() {
        ConfigTexts texts = new ConfigTexts(directory);

        assertThat(catchThrowable(() -> texts.environment(Map.of("ONGOINGAI_AUTH_ENABLED", "true"))))
                .hasMessageStartingWith("auth.enabled is true");
    }

    @Test
    void bodiesAreCapturedOnAnExplicitOff() {
        assertThat(new ConfigTexts(directory)
                        .config("tracing: {capture_bodies: true}\npii: {mode: off}")
                        .tracing()
                        .captureBodies())
                .isTrue();
    }

    @Test
    void bringsValuesIntoOneShape() {
        ConfigTexts texts = new ConfigTexts(directory);

        assertThat(texts.config("server: {host: ''}").server().host()).isEqualTo("127.0.0.1");
        assertThat(texts.config("server: {host: '[::1]'}").server().host()).isEqualTo("::1");
        assertThat(texts.config("server: {host: '::'}").server().host()).isEqualTo("::");
        assertThat(texts.config("providers: {openai: {prefix: ' /a/b/ '}}")
                        .providers()
                        .openai()
                        .prefix())
                .isEqualTo("/a/b");
        assertThat(texts.config("providers: {openai: {upstream: ' HTTPS://Api.example/v1 '}}")
                        .providers()
                        .openai()
                        .upstream())
                .isEqualTo(URI.create("https://Api.example/v1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        storage.dsn                                 | postgres://u:S3cretWord@h/d | storage.dsn is set, but storage.driver is sqlite: traces go to ./data/ongoingai.db
        observability.otel.enabled                  | true                        | observability.otel is enabled, but this version sends nothing to an OTLP endpoint yet
        observability.otel.prometheus_enabled       | true                        | observability.otel.prometheus_enabled is true, but observability.otel.enabled is false
        """)
    void warnsWhereItCanRunButNotAsMeant(String path, String value, String warning) {
        assertThat(new ConfigTexts(directory).config(yaml(path, value)).warnings())
                .singleElement()
                .asString()
                .startsWith(warning)
                .doesNotContain("S3cretWord");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "storage: {dsn: ''}",
                "tracing: {journal: {durability: process}}",
                "observability: {otel: {enabled: true, prometheus_enabled: true, traces_enabled: false, metrics_enabled: false}}"
            })
    void doesNotWarnAboutWhatIsPlain(String yaml) {
        assertThat(new ConfigTexts(directory).config(yaml).warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "storage: {driver: postgres, dsn: 'u:S3cretWord@h/d'}",
                "storage: {driver: postgres, dsn: 'postgres://u:S3cretWord@h:x/d'}",
                "storage: {dsn: [S3cretWord]}",
                "storage: S3cretWord",
                "auth: S3cretWord",
                "auth: {keys: [S3cretWord]}",
                "auth: {enabled: true, keys: [{token: S3cretWord}, {token: S3cretWord}]}",
                "providers: {openai: {upstream: 'https://u:S3cretWord@h'}}",
                "providers: {openai: {upstream: 'u:S3cretWord@h'}}",
                "providers: {openai: {upstream: 'https://u:S3cretWord @h'}}",
                "providers: {openai: {upstream: 'ftp://h/?key=S3cretWord'}}",
                "providers: {openai: {upstream: 'ftp://h/?key=S3cretWord@x'}}",
                "pii: {replacement: {hash_salt: {a: S3cretWord}}}"
            })
    void neverRepeatsASecretInAMessage(String yaml) {
        assertThat(new ConfigTexts(directory).message(yaml))
                .isNotEqualTo("valid")
                .doesNotContain("S3cretWord");
    }

    @Test
    void neverPrintsASecretOfAConfigurationThatIsAccepted() {
        String yaml = """
            providers: {openai: {upstream: "https://h/v1?key=S3cretWord"}}
            storage: {driver: postgres, dsn: 'postgres://u:S3cretWord@h/d', migration_dsn: 'host=h password=S3cretWord'}
            pii: {replacement: {hash_salt: S3cretWord}}
            auth: {keys: [{id: one, token: S3cretWord}]}
            """;
        LoadedConfig loaded = new ConfigTexts(directory).file(yaml, Map.of("PGPASSWORD", "S3cretWord"));

        assertThat(loaded.toString()).contains("https://h/v1", "one").doesNotContain("S3cretWord");
        assertThat(new ConfigRequest(null, directory, Map.of("PGPASSWORD", "S3cretWord"), Map.of()).toString())
                .doesNotContain("S3cretWord");
    }
}
