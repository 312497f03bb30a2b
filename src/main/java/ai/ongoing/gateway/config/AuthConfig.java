package ai.ongoing.gateway.config;

import java.util.List;

/**
 * The {@code auth} section.
 *
 * @param header the header that carries the gateway key
 */
public record AuthConfig(boolean enabled, String header, List<Key> keys) {

    public AuthConfig {
        keys = List.copyOf(keys);
    }

    /** One configured gateway key. */
    public record Key(
            String id,
            String token,
            String orgId,
            String workspaceId,
            String team,
            String name,
            String description,
            String createdBy,
            String role,
            List<String> permissions) {

        public Key {
            permissions = List.copyOf(permissions);
        }

        /** Never prints the token. */
        @Override
        public String toString() {
            return "Key[id=" + id + "]";
        }
    }
}
