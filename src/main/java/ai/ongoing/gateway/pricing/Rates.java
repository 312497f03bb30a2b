package ai.ongoing.gateway.pricing;

import ai.ongoing.gateway.provider.NormalizedUsage;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Prices in pico-dollars (10^-12 US dollars) a token; a dollar for a million tokens is a million of them. Null means that
 * the vendor names no such price.
 *
 * @param input an input token that has to do with no cache
 * @param output an output token, reasoning included
 * @param cacheRead an input token read from a cache; without it, charged as {@code input}
 * @param cacheWrite an input token written to a cache; without it, charged as {@code input}
 * @param cacheWrite1h the same for one hour; without it, charged as {@code cacheWrite}
 */
record Rates(
        @Nullable Long input,
        @Nullable Long output,
        @Nullable Long cacheRead,
        @Nullable Long cacheWrite,
        @Nullable Long cacheWrite1h) {

    private static final BigInteger PICO_IN_NANO = BigInteger.valueOf(1000);

    /** These rates, with the gaps filled from others. */
    Rates orElse(Rates others) {
        return new Rates(
                first(input, others.input),
                first(output, others.output),
                first(cacheRead, others.cacheRead),
                first(cacheWrite, others.cacheWrite),
                first(cacheWrite1h, others.cacheWrite1h));
    }

    private static @Nullable Long first(@Nullable Long one, @Nullable Long other) {
        return one != null ? one : other;
    }

    /**
     * What the tokens cost in nano-dollars: exact sums, rounded once, half to even.
     *
     * @return null when tokens were used for which there is no price, or the cost does not fit
     */
    @Nullable
    Long nanoDollars(NormalizedUsage usage) {
        Long write = first(cacheWrite, input);
        Product[] products = {
            new Product(usage.inputUncached(), input),
            new Product(usage.cacheRead(), first(cacheRead, input)),
            new Product(usage.cacheWrite5m(), write),
            new Product(usage.cacheWrite1h(), first(cacheWrite1h, write)),
            new Product(usage.output(), output)
        };
        for (Product product : products) {
            if (product.unknown()) {
                return null;
            }
        }
        try {
            return small(products);
        } catch (ArithmeticException _) {
            return large(products);
        }
    }

    private static long small(Product[] products) {
        long pico = 0;
        for (Product product : products) {
            pico = Math.addExact(pico, Math.multiplyExact(product.tokens(), product.knownRate()));
        }
        long nano = pico / 1000;
        long rest = pico % 1000;
        boolean up = rest > 500 || (rest == 500 && nano % 2 == 1);
        return up ? nano + 1 : nano;
    }

    private static @Nullable Long large(Product[] products) {
        BigInteger pico = BigInteger.ZERO;
        for (Product product : products) {
            pico = pico.add(BigInteger.valueOf(product.tokens()).multiply(BigInteger.valueOf(product.knownRate())));
        }
        BigInteger[] parts = pico.divideAndRemainder(PICO_IN_NANO);
        int rest = parts[1].intValue();
        boolean up = rest > 500 || (rest == 500 && parts[0].testBit(0));
        BigInteger nano = up ? parts[0].add(BigInteger.ONE) : parts[0];
        return nano.bitLength() < Long.SIZE ? nano.longValue() : null;
    }

    /** Tokens of one kind and their rate. */
    private record Product(long tokens, @Nullable Long rate) {

        boolean unknown() {
            return tokens > 0 && rate == null;
        }

        long knownRate() {
            return rate == null ? 0 : rate;
        }
    }
}
