package ai.ongoing.gateway.pricing;

import ai.ongoing.gateway.pricing.Period.Tier;
import ai.ongoing.gateway.pricing.Period.Window;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a price file, strictly: an unknown key or a price that is no number is refused by its name. */
final class PriceFile {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .build();

    private static final Set<String> RATES = Set.of("input", "output", "cache_read", "cache_write", "cache_write_1h");

    private final String file;
    private final LocalDate date;

    private PriceFile(String file, LocalDate date) {
        this.file = file;
        this.date = date;
    }

    /**
     * The entries of a file, in its order.
     *
     * @param file its name in messages
     * @throws PricingException when it is not a price file
     */
    static List<PriceEntry> read(String file, String content) {
        JsonNode root = tree(file, content);
        PriceField top = new PriceField(file, "", "", root).object().only(Set.of("about", "date", "providers"));
        LocalDate date = top.at("date").required().value(LocalDate::parse, "a date such as 2026-08-21");
        return new PriceFile(file, date).entries(top.at("providers").required().object());
    }

    private static JsonNode tree(String file, String content) {
        try {
            return JSON.readTree(content);
        } catch (JacksonException e) {
            throw new PricingException("pricing file " + file + ": not readable as JSON: " + e.getOriginalMessage(), e);
        }
    }

    private List<PriceEntry> entries(PriceField providers) {
        List<PriceEntry> entries = new ArrayList<>();
        for (PriceField section : providers.fields()) {
            for (PriceField entry : section.object().fields()) {
                entries.add(entry(section.name(), entry.object().only(Set.of("match", "prices"))));
            }
        }
        return entries;
    }

    private PriceEntry entry(String section, PriceField entry) {
        List<ModelRule> rules = entry.at("match").required().elements().stream()
                .map(rule -> rule.value(ModelRule::parse, "a model name, possibly with * at its ends"))
                .toList();
        PriceField prices = entry.at("prices").required();
        List<Period> periods = prices.elements().stream().map(PriceFile::period).toList();
        if (rules.isEmpty() || periods.isEmpty()) {
            throw entry.refusal("at least one element in both match and prices");
        }
        return new PriceEntry(section, entry.name(), rules, inOrder(periods, prices), date);
    }

    /** Oldest first; only the oldest may leave its first day open. */
    private static List<Period> inOrder(List<Period> periods, PriceField prices) {
        List<Period> sorted = new ArrayList<>(periods);
        sorted.sort(Comparator.comparing(Period::from, Comparator.nullsFirst(Comparator.naturalOrder())));
        for (int i = 1; i < sorted.size(); i++) {
            LocalDate from = sorted.get(i).from();
            if (from == null || from.equals(sorted.get(i - 1).from())) {
                throw prices.refusal("a different first day (\"from\") in each price but the oldest");
            }
        }
        return sorted;
    }

    private static Period period(PriceField period) {
        period.object().only(Set.of("from", "tiers", "utc_window"), RATES);
        LocalDate from = period.at("from").present()
                ? period.at("from").value(LocalDate::parse, "a date such as 2026-08-21")
                : null;
        List<Tier> tiers = period.at("tiers").elements().stream()
                .map(PriceFile::tier)
                .sorted(Comparator.comparingLong(Tier::aboveInputTokens).reversed())
                .toList();
        return new Period(from, rates(period), tiers, window(period.at("utc_window")));
    }

    private static Tier tier(PriceField tier) {
        tier.object().only(Set.of("above_input_tokens"), RATES);
        return new Tier(tier.at("above_input_tokens").required().wholeNumber(), rates(tier));
    }

    private static @Nullable Window window(PriceField window) {
        if (!window.present()) {
            return null;
        }
        window.object().only(Set.of("start", "end"), RATES);
        return new Window(
                window.at("start").required().value(PriceFile::time, "a time such as 16:30"),
                window.at("end").required().value(PriceFile::time, "a time such as 16:30"),
                rates(window));
    }

    private static LocalTime time(String text) throws DateTimeException {
        return LocalTime.parse(text);
    }

    private static Rates rates(PriceField place) {
        return new Rates(
                place.at("input").picoDollars(),
                place.at("output").picoDollars(),
                place.at("cache_read").picoDollars(),
                place.at("cache_write").picoDollars(),
                place.at("cache_write_1h").picoDollars());
    }

    @Override
    public String toString() {
        return file + " of " + date;
    }
}
