package ai.ongoing.gateway.config.section;

import static ai.ongoing.gateway.config.setting.ScalarType.NUMBER;
import static ai.ongoing.gateway.config.setting.ScalarType.WHOLE;

import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.LimitsConfig;
import ai.ongoing.gateway.config.LimitsConfig.Limits;
import ai.ongoing.gateway.config.setting.Key;
import ai.ongoing.gateway.config.setting.Ranges;
import ai.ongoing.gateway.config.setting.Settings;
import java.util.List;
import java.util.stream.Stream;

/** {@code limits}: how much a key or a workspace may use; zero switches a limit off. */
public final class LimitsSection {

    private static final Three PER_KEY = Three.of("limits.per_key");
    private static final Three PER_WORKSPACE = Three.of("limits.per_workspace");

    static final List<Key<?>> KEYS = Stream.of(PER_KEY, PER_WORKSPACE)
            .<Key<?>>flatMap(three -> Stream.of(three.requests, three.tokens, three.cost))
            .toList();

    private LimitsSection() {}

    private record Three(Key<Long> requests, Key<Long> tokens, Key<Double> cost) {

        static Three of(String path) {
            return new Three(
                    Key.of(path + ".requests_per_minute", WHOLE, 0L),
                    Key.of(path + ".max_tokens_per_day", WHOLE, 0L),
                    Key.of(path + ".max_cost_usd_per_day", NUMBER, 0.0));
        }

        Limits read(Settings settings) {
            double most = settings.get(cost);
            if (most < 0) {
                throw new ConfigError(cost.path() + " must not be negative (got "
                        + cost.type().show(most) + "); 0 switches it off");
            }
            return new Limits(
                    (int) Ranges.whole(settings, requests, 0, Integer.MAX_VALUE),
                    Ranges.whole(settings, tokens, 0, Long.MAX_VALUE),
                    most);
        }
    }

    public static LimitsConfig read(Settings settings) {
        return new LimitsConfig(PER_KEY.read(settings), PER_WORKSPACE.read(settings));
    }
}
