package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What so many tests compare tells apart whatever can differ. */
final class OldDatabaseTest {

    @ParameterizedTest
    @EnumSource(StorageDriver.class)
    void theHashTellsEveryChangeOfAValue(StorageDriver driver) {
        List<String> changes = List.of(
                "latency_ms = 99",
                "input_tokens = 77",
                "time_to_first_token_us = 1",
                "request_headers = '{\"a\": 1}'",
                "api_key_hash = 'another'",
                "request_body = NULL",
                "request_body = ''",
                "model = 'model'");
        try (SchemaBackend backend =
                driver == StorageDriver.SQLITE ? SchemaBackend.sqlite() : SchemaBackend.postgres()) {
            OldDatabase.fill(backend, 9);
            Set<String> seen = new HashSet<>(Set.of(OldDatabase.contentHash(backend)));
            for (String change : changes) {
                backend.execute("UPDATE traces SET " + change + " WHERE id = 'row-4'");
                assertThat(seen.add(OldDatabase.contentHash(backend)))
                        .as(change)
                        .isTrue();
            }
            if (driver == StorageDriver.POSTGRES) {
                for (String change : List.of(
                        "organizations SET name = 'Acme' WHERE id = 'acme'",
                        "workspaces SET created_at = now() WHERE id = 'lab'",
                        "gateway_keys SET permissions = NULL WHERE id = 'k1'",
                        "gateway_keys SET last_used_at = NULL WHERE id = 'k1'",
                        "gateway_keys SET token_hash = repeat('c', 64) WHERE id = 'k2'")) {
                    backend.execute("UPDATE " + change);
                    assertThat(seen.add(OldDatabase.contentHash(backend)))
                            .as(change)
                            .isTrue();
                }
            }
        }
    }
}
