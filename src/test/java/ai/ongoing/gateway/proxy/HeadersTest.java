package ai.ongoing.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.ProviderConfig;
import ai.ongoing.gateway.config.ProxyConfig.OnClientDisconnect;
import ai.ongoing.gateway.proxy.RouteTable.Route;
import ai.ongoing.gateway.proxy.UpstreamRequest.IncomingHead;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which headers pass, in both directions. */
class HeadersTest {

    private static final Route ROUTE = Route.of(
            new ProviderConfig("openai", URI.create("https://api.example.com"), "/openai", OnClientDisconnect.CANCEL));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connection",
                "Keep-Alive",
                "Proxy-Connection",
                "proxy-authenticate",
                "Proxy-Authorization",
                "te",
                "Trailer",
                "TRANSFER-ENCODING",
                "Upgrade"
            })
    void removesWhatBelongsToTheConnection(String name) {
        assertThat(HopByHopHeaders.strip(List.of("A", "1", name, "x", "B", "2")))
                .containsExactly("A", "1", "B", "2");
    }

    @Test
    void removesWhatConnectionNamesButNeverTheFraming() {
        List<String> headers = List.of(
                "X-One",
                "1",
                "Connection",
                "x-one , Content-Length,,host",
                "Host",
                "h",
                "Content-Length",
                "2",
                "Connection",
                "X-Two",
                "x-two",
                "2");
        assertThat(HopByHopHeaders.strip(headers)).containsExactly("Host", "h", "Content-Length", "2");
    }

    /** As many as a head holds; what compares each with each would not end before the patience of the tests. */
    @Test
    void removesAQuarterOfAMillionNamedHeadersInOnePass() {
        List<String> headers = new ArrayList<>(List.of("Connection", "n,".repeat(250_000) + "x-named"));
        for (int i = 0; i < 125_000; i++) {
            headers.addAll(List.of("Connection", "b" + i, "a", ""));
        }
        headers.addAll(List.of("X-Named", "1", "b7", "2"));
        assertThat(HopByHopHeaders.strip(headers)).hasSize(250_000).doesNotContain("X-Named", "b7");
    }

    private static List<String> sent(String... headers) {
        IncomingHead head = new IncomingHead("POST", "/openai/x", List.of(headers));
        return UpstreamRequest.of(ROUTE, head, "X-Team-Key").headers();
    }

    @Test
    void putsTheProvidersHostWhereTheClientsStood() {
        assertThat(sent("A", "1", "host", "gateway", "B", "2", "Host", "again"))
                .containsExactly("A", "1", "host", "api.example.com", "B", "2");
        assertThat(sent("A", "1")).containsExactly("Host", "api.example.com", "A", "1");
    }

    @Test
    void addsNothingTheClientDidNotSend() {
        assertThat(sent("Host", "x")).containsExactly("Host", "api.example.com");
    }

    @Test
    void stripsGatewayHeadersAndTheKeyHeaderWhetherOrNotKeysAreAskedFor() {
        assertThat(sent("Host", "x", "x-team-key", "s", "X-ONGOINGAI-Run-ID", "r", "X-Ongoing", "stays"))
                .containsExactly("Host", "api.example.com", "X-Ongoing", "stays");
    }

    @Test
    void namesChunksAgainWhenTheBodyHasNoLength() {
        assertThat(sent("Host", "x", "Transfer-Encoding", "chunked", "A", "1"))
                .containsExactly("Host", "api.example.com", "A", "1", "Transfer-Encoding", "chunked");
    }

    @Test
    void keepsCredentialsOutOfItsText() {
        IncomingHead head = new IncomingHead("POST", "/openai/x", List.of("Authorization", "Bearer sk-1"));
        UpstreamRequest request = UpstreamRequest.of(ROUTE, head, "X-Team-Key");
        assertThat(request.toString()).isEqualTo("UpstreamRequest[POST /x]");
        assertThat(head.toString()).doesNotContain("sk-1");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,200,-1,false",
        "GET,200,0,true",
        "GET,200,5,false",
        "HEAD,200,5,true",
        "GET,204,-1,true",
        "GET,304,5,true",
    })
    void knowsWhichAnswersEndWithTheirHead(String method, int status, long length, boolean bodyless) {
        List<String> headers = length < 0 ? List.of() : List.of("content-length", Long.toString(length));
        AnswerHead head = AnswerHead.of(method, status, headers);
        assertThat(head.bodyless()).isEqualTo(bodyless);
        assertThat(head.contentLength()).isEqualTo(length);
    }

    @Test
    void flushesPieceByPieceWhenNobodyKnowsHowMuchFollows() {
        assertThat(AnswerHead.of("GET", 200, List.of()).flushEachPiece()).isTrue();
        assertThat(AnswerHead.of("GET", 200, List.of("Content-Length", "9")).flushEachPiece())
                .isFalse();
        assertThat(AnswerHead.of("GET", 200, List.of("Content-Length", "9", "Content-Type", "Text/Event-Stream; x"))
                        .flushEachPiece())
                .isTrue();
    }

    @Test
    void letsNoOtherGatewaySpeakForThisOne() {
        assertThat(AnswerHead.of("GET", 200, List.of("A", "1", "x-ongoingai-trace-id", "t", "B", "2"))
                        .headers())
                .containsExactly("A", "1", "B", "2");
    }
}
