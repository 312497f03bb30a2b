package ai.ongoing.gateway.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.provider.NormalizedUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A price file of one's own: its entries win, and a mistake in it is named. */
final class PriceFileTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final String ENTRY = """
            { "date": "2026-11-01", "providers": { "openai": { "%s": {
                "match": ["%s"], "prices": [{ "input": 7, "output": 8 }] } } } }
            """;

    @TempDir
    private Path folder;

    @Test
    void winsOverAShippedPriceEvenWithAWiderRule() throws IOException {
        PriceBook book = PriceBook.load(file(ENTRY.formatted("ours", "gpt-4o*")));
        assertThat(cost(book, "gpt-4o")).isEqualTo(new Cost.Priced(15_000, "openai/ours@2026-11-01"));
        assertThat(cost(book, "gpt-4o-mini-2024-07-18")).isEqualTo(new Cost.Priced(15_000, "openai/ours@2026-11-01"));
        assertThat(cost(book, "o3")).isEqualTo(new Cost.Priced(10_000, "openai/o3@2025-06-10"));
    }

    @Test
    void pricesModelsThatAreNotShipped() throws IOException {
        PriceBook book = PriceBook.load(file(ENTRY.formatted("house-model", "house-model")));
        assertThat(cost(book, "House-Model")).isEqualTo(new Cost.Priced(15_000, "openai/house-model@2026-11-01"));
    }

    @Test
    void mayHoldComments() throws IOException {
        PriceBook book = PriceBook.load(file("// negotiated in spring\n" + ENTRY.formatted("ours", "gpt-4o")));
        assertThat(cost(book, "gpt-4o")).isEqualTo(new Cost.Priced(15_000, "openai/ours@2026-11-01"));
    }

    @Test
    void isNamedWhenItDoesNotExist() {
        Path missing = folder.resolve("missing.json");
        assertThatThrownBy(() -> PriceBook.load(missing))
                .isInstanceOf(PricingException.class)
                .hasMessageStartingWith("pricing.file " + missing + " cannot be read (")
                .hasMessageEndingWith("): correct the path or remove the setting");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "nonsense|: not readable as JSON",
                "[]|: the top: expected an object, found []",
                "{\"providers\": {}}|: date: expected a value, found nothing",
                "{\"date\": \"yesterday\", \"providers\": {}}|: date: expected a date such as 2026-08-21, found \"yesterday\"",
                "{\"date\": \"2026-01-01\", \"vendors\": {}}|: unknown key vendors",
                "{\"date\": \"2026-01-01\", \"date\": \"2026-01-01\", \"providers\": {}}|: not readable as JSON",
                "{\"date\": \"2026-01-01\", \"providers\": {\"openai\": []}}|: providers.openai: expected an object",
            })
    void isRefusedByTheNameOfItsFileAndKey(String content, String message) throws IOException {
        Path file = file(content);
        assertThatThrownBy(() -> PriceBook.load(file))
                .isInstanceOf(PricingException.class)
                .hasMessageStartingWith("pricing file " + file + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[\"m\"]|[{\"input\": \"2\"}]|prices[0].input: expected US dollars for a million tokens",
                "[\"m\"]|[{\"input\": -1}]|prices[0].input: expected US dollars",
                "[\"m\"]|[{\"input\": 0.0000001}]|prices[0].input: expected US dollars",
                "[\"m\"]|[{\"inptu\": 1}]|unknown key providers.openai.m.prices[0].inptu",
                "[\"m\"]|[{\"tiers\": [{\"above_input_tokens\": -5}]}]|tiers[0].above_input_tokens: expected a whole number",
                "[\"m\"]|[{\"utc_window\": {\"start\": \"25:00\", \"end\": \"1\"}}]|utc_window.start: expected a time",
                "[\"m\"]|[{\"input\": 1}, {\"input\": 2}]|prices: expected a different first day",
                "[\"m\"]|[]|expected at least one element in both match and prices",
                "[]|[{\"input\": 1}]|expected at least one element in both match and prices",
                "\"m\"|[{\"input\": 1}]|match: expected a list",
                "[\"a*b\"]|[{\"input\": 1}]|match[0]: expected a model name",
                "[\"/(/\"]|[{\"input\": 1}]|match[0]: expected a model name",
            })
    void isRefusedByTheNameOfTheWrongValue(String match, String prices, String message) throws IOException {
        Path file = file("{\"date\": \"2026-01-01\", \"providers\": {\"openai\": {\"m\": {\"match\": " + match
                + ", \"prices\": " + prices + "}}}}");
        assertThatThrownBy(() -> PriceBook.load(file))
                .isInstanceOf(PricingException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("prices.json"), content);
    }

    private static Cost cost(PriceBook book, String model) {
        return book.cost(new PricedCall("openai", model, null, new NormalizedUsage(1, 0, 0, 0, 1), NOON));
    }
}
