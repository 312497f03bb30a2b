package ai.ongoing.gateway.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Log lines never carry what customers sent: no trace, header or body is handed to a logger as a whole. */
final class LogArgumentsTest {

    private static final Pattern CALL = Pattern.compile(
            "(?i)\\blog(?:ger)?\\s*\\.\\s*(?:trace|debug|info|warn|error)\\s*\\((.*?)\\);", Pattern.DOTALL);

    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");

    /** One of these by itself; asking it for a number or an id is fine. */
    private static final Pattern PRIVATE = Pattern.compile(
            "(?i)\\b(?:\\w*headers|\\w*body|\\w*bodies|payload|traces?|authorization|apiKey|dsn|password)(?:\\(\\))?\\s*(?=[,)]|$)");

    @Test
    void noCallLogsWhatACustomerSent() {
        assertThat(SourceFiles.below(Path.of("src", "main", "java")).files())
                .allSatisfy(file -> assertThat(customerData(String.join("\n", file.lines())))
                        .as(file.name())
                        .isEmpty());
    }

    @Test
    void findsAPlantedCall() {
        assertThat(customerData("LOG.warn(\"dropped {}\", trace);")).hasSize(1);
        assertThat(customerData("log.info(\"sent\\n {}\",\n    request.headers());"))
                .hasSize(1);
        assertThat(customerData("LOG.error(\"no {} of body\", count, responseBody);"))
                .hasSize(1);
    }

    @Test
    void passesOverNumbersAndIds() {
        assertThat(customerData("LOG.warn(\"dropped trace {}\", trace.id());")).isEmpty();
        assertThat(customerData("LOG.warn(\"headers, body\", body.length());")).isEmpty();
    }

    private static List<String> customerData(String source) {
        return CALL.matcher(source)
                .results()
                .filter(call -> PRIVATE.matcher(TEXT.matcher(call.group(1)).replaceAll(""))
                        .find())
                .map(MatchResult::group)
                .toList();
    }
}
