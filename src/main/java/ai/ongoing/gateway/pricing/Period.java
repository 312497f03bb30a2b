package ai.ongoing.gateway.pricing;

import ai.ongoing.gateway.provider.NormalizedUsage;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The prices of a model from a day on.
 *
 * @param from first day (UTC); null for "since ever"
 * @param rates the ordinary prices
 * @param tiers prices for calls with long inputs, longest first
 * @param window prices for some hours of the day
 */
record Period(
        @Nullable LocalDate from,
        Rates rates,
        List<Tier> tiers,
        @Nullable Window window) {

    Period {
        tiers = List.copyOf(tiers);
    }

    boolean startedBy(LocalDate day) {
        return from == null || !from.isAfter(day);
    }

    /** A tier is a cliff: one token more than its threshold and every token of the call pays its prices. */
    Rates ratesFor(NormalizedUsage usage, Instant at) {
        if (window != null && window.holds(at)) {
            return window.rates.orElse(rates);
        }
        for (Tier tier : tiers) {
            if (usage.inputTotal() > tier.aboveInputTokens) {
                return tier.rates.orElse(rates);
            }
        }
        return rates;
    }

    /** Prices of calls with more input tokens than the threshold, cached ones counted too. */
    record Tier(long aboveInputTokens, Rates rates) {}

    /** Prices between two times of day (UTC), the first included; a window may span midnight. */
    record Window(LocalTime start, LocalTime end, Rates rates) {

        boolean holds(Instant at) {
            LocalTime time = LocalTime.ofInstant(at, ZoneOffset.UTC);
            boolean started = !time.isBefore(start);
            boolean running = time.isBefore(end);
            return start.isBefore(end) ? started && running : started || running;
        }
    }
}
