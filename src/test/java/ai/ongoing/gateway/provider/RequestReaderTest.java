package ai.ongoing.gateway.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Model and stream of a request, wherever they stand in it. */
final class RequestReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'stream':true,'messages':[{'model':'no'}],'model':'gpt-4o'}|gpt-4o|true",
                "{'model':'gpt-4o','tools':{'model':'no','stream':true}}|gpt-4o|",
                "{'model':'a','model':'b','stream':true,'stream':false}|b|false",
                "{'model':'a','model':7}||",
                "{'model':''}||",
                "{'model':['a']}||",
                "{'stream':'true'}||",
                "{'model':'a',oops|a|",
                "[]||",
                "plain text||",
                "''||",
            })
    void areFoundAtTheTopOfAJsonBody(String body, @Nullable String model, @Nullable Boolean stream) {
        assertThat(facts("/v1/chat/completions", "application/json", body.replace('\'', '"')))
                .isEqualTo(new RequestFacts(model, stream));
    }

    @Test
    void areFoundAmongThePartsOfAForm() {
        String body = "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"stream\"\r\n\r\ntrue\r\n--b--";
        assertThat(facts("/v1/audio/transcriptions", "multipart/form-data; boundary=b", body))
                .isEqualTo(new RequestFacts("whisper-1", true));
    }

    @Test
    void takesAzuresDeploymentForTheModelWhenTheBodyNamesNone() {
        String path = "/openai/deployments/ours/chat/completions?api-version=1";
        assertThat(facts(path, "application/json", "{}")).isEqualTo(new RequestFacts("ours", null));
        assertThat(facts(path, "application/json", "{\"model\":\"x\"}").model()).isEqualTo("x");
    }

    private static RequestFacts facts(String path, String contentType, String body) {
        RequestReader reader = Provider.OPENAI.requestReader("POST", path, contentType);
        RequestFacts facts = Replay.requestFactsOf(reader, body.getBytes(UTF_8), Replay.byteByByte());
        assertThat(reader.facts()).isEqualTo(facts);
        return facts;
    }
}
