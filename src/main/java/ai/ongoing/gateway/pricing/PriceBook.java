package ai.ongoing.gateway.pricing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What tokens cost. The model named by the response is what was served, so it decides; when nobody knows it, the
 * requested one does, since the response may name a deployment or a build. A model is looked for among the prices of the
 * route's own vendor, then among the others', because many upstreams stand behind the OpenAI route.
 *
 * <p>In memory, safe for any thread; a look-up that was made before costs one map access.
 */
public final class PriceBook {

    private static final String SHIPPED = "/pricing/prices.json";
    private static final int REMEMBERED = 1024;

    /** Vendors mark models that are served free of charge, under the name of one that is not. */
    private static final String FREE = ":free";

    private final List<List<PriceEntry>> layers;
    private final ConcurrentHashMap<String, Optional<PriceEntry>> found = new ConcurrentHashMap<>();

    /** @param layers lists of entries; one is asked only when those before it know nothing */
    private PriceBook(List<List<PriceEntry>> layers) {
        this.layers = List.copyOf(layers);
    }

    /**
     * The shipped prices, overlaid with the entries of a file.
     *
     * @param overrides a file in the shipped format whose entries win; null for none
     * @throws PricingException when the file cannot be read or is not a price file
     */
    public static PriceBook load(@Nullable Path overrides) {
        List<List<PriceEntry>> layers = new ArrayList<>();
        if (overrides != null) {
            layers.add(PriceFile.read(overrides.toString(), content(overrides)));
        }
        layers.add(PriceFile.read("prices.json", shipped()));
        return new PriceBook(layers);
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new PricingException(
                    "pricing.file " + file + " cannot be read (" + e + "): correct the path or remove the setting", e);
        }
    }

    private static String shipped() {
        try (InputStream in = PriceBook.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new IllegalStateException("the program was packaged without " + SHIPPED);
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a call cost, or {@link Cost#unpriced()} when no price is known for its model or for a kind of its tokens. */
    public Cost cost(PricedCall call) {
        Optional<PriceEntry> entry = entryFor(call.provider(), call.responseModel());
        if (entry.isEmpty()) {
            entry = entryFor(call.provider(), call.model());
        }
        return entry.map(known -> cost(known, call)).orElseGet(Cost::unpriced);
    }

    private static Cost cost(PriceEntry entry, PricedCall call) {
        int period = entry.periodAt(call.at());
        Rates rates = entry.periods().get(period).ratesFor(call.usage(), call.at());
        Long nanoDollars = rates.nanoDollars(call.usage());
        return nanoDollars == null ? Cost.unpriced() : new Cost.Priced(nanoDollars, entry.priceId(period));
    }

    private Optional<PriceEntry> entryFor(String provider, @Nullable String model) {
        if (model == null || model.isBlank()) {
            return Optional.empty();
        }
        if (found.size() >= REMEMBERED) {
            found.clear(); // callers choose model names: remember many, never any number of them
        }
        return found.computeIfAbsent(provider + "\n" + model, _ -> search(provider, model.toLowerCase(Locale.ROOT)));
    }

    private Optional<PriceEntry> search(String provider, String model) {
        if (model.endsWith(FREE)) {
            return Optional.empty();
        }
        return layers.stream()
                .flatMap(layer -> inLayer(layer, provider, model).stream())
                .findFirst();
    }

    private static Optional<PriceEntry> inLayer(List<PriceEntry> layer, String provider, String model) {
        return inSection(layer, provider, model)
                .or(() -> closest(layer, entry -> entry.matchElsewhere(model)))
                .or(() -> underVendorPrefix(layer, model));
    }

    /** Routers write the vendor before the name: {@code anthropic/claude-haiku-4.5}. */
    private static Optional<PriceEntry> underVendorPrefix(List<PriceEntry> layer, String model) {
        int slash = model.indexOf('/');
        return slash < 0 ? Optional.empty() : inSection(layer, model.substring(0, slash), model.substring(slash + 1));
    }

    private static Optional<PriceEntry> inSection(List<PriceEntry> layer, String section, String model) {
        return closest(layer, entry -> entry.section().equals(section) ? entry.match(model) : ModelRule.NO_MATCH);
    }

    /** Of equally close entries the first. */
    private static Optional<PriceEntry> closest(List<PriceEntry> layer, ToIntFunction<PriceEntry> closeness) {
        int best = ModelRule.NO_MATCH;
        PriceEntry closest = null;
        for (PriceEntry entry : layer) {
            int match = closeness.applyAsInt(entry);
            if (match > best) {
                best = match;
                closest = entry;
            }
        }
        return Optional.ofNullable(closest);
    }
}
