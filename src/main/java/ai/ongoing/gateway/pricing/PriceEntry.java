package ai.ongoing.gateway.pricing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The prices of one model over time.
 *
 * @param section the vendor that asks these prices
 * @param name the entry's name within the section
 * @param rules which model names it is for
 * @param periods its prices, oldest first; never empty
 * @param collected the day on which the prices were collected
 */
record PriceEntry(String section, String name, List<ModelRule> rules, List<Period> periods, LocalDate collected) {

    PriceEntry {
        rules = List.copyOf(rules);
        periods = List.copyOf(periods);
    }

    /** The last period that has begun; a call older than all of them pays the oldest. */
    int periodAt(Instant at) {
        LocalDate day = LocalDate.ofInstant(at, ZoneOffset.UTC);
        int index = periods.size() - 1;
        while (index > 0 && !periods.get(index).startedBy(day)) {
            index--;
        }
        return index;
    }

    /**
     * Names a period: {@code openai/o3@2025-06-10} by its first day, {@code openai/o3@before-2025-06-10} when only its end
     * is known, {@code openai/gpt-4o@2026-08-21} by the day of collection when neither is.
     */
    String priceId(int period) {
        LocalDate from = periods.get(period).from();
        String date;
        if (from != null) {
            date = from.toString();
        } else if (period + 1 < periods.size()) {
            date = "before-" + periods.get(period + 1).from();
        } else {
            date = collected.toString();
        }
        return section + "/" + name + "@" + date;
    }

    /** How closely a model name matches: the higher the better, {@link ModelRule#NO_MATCH} when not at all. */
    int match(String model) {
        int best = ModelRule.NO_MATCH;
        for (ModelRule rule : rules) {
            best = Math.max(best, rule.match(model));
        }
        return best;
    }

    /** The same for a model found behind another vendor's route: only rules that fix how the name begins count. */
    int matchElsewhere(String model) {
        int best = ModelRule.NO_MATCH;
        for (ModelRule rule : rules) {
            if (rule.anchored()) {
                best = Math.max(best, rule.match(model));
            }
        }
        return best;
    }
}
