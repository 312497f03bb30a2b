package ai.ongoing.gateway.pricing;

/** What a call cost, or that nobody knows. */
public sealed interface Cost {

    /**
     * A known cost.
     *
     * @param nanoDollars exact amount in billionths of a US dollar
     * @param priceId the price entry that was applied, for example {@code openai/gpt-4o@2026-08-21}
     */
    record Priced(long nanoDollars, String priceId) implements Cost {
        public Priced {
            if (nanoDollars < 0) {
                throw new IllegalArgumentException("a cost must not be negative: " + nanoDollars);
            }
        }
    }

    /** No price is known for the model, or no usage was stated: never to be read as free of charge. */
    enum Unpriced implements Cost {
        INSTANCE
    }

    static Cost unpriced() {
        return Unpriced.INSTANCE;
    }
}
