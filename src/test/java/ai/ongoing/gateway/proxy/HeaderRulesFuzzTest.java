package ai.ongoing.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.ProviderConfig;
import ai.ongoing.gateway.config.ProxyConfig.OnClientDisconnect;
import ai.ongoing.gateway.proxy.RouteTable.Route;
import ai.ongoing.gateway.proxy.UpstreamRequest.IncomingHead;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Which headers pass, said a second time and held against what passes of heads made at random, by seeds that tell which. */
final class HeaderRulesFuzzTest {

    private static final Set<String> OF_CONNECTION = names(
            "Connection",
            "Keep-Alive",
            "Proxy-Authenticate",
            "Proxy-Authorization",
            "Proxy-Connection",
            "TE",
            "Trailer",
            "Transfer-Encoding",
            "Upgrade");
    private static final Set<String> STAY_HERE = names("X-Team-Key", "Expect", "Sec-WebSocket-Extensions", "Host");
    private static final List<String> OTHERS = List.of(
            "Host",
            "Content-Length",
            "Content-Type",
            "Expect",
            "X-OngoingAI-Run-ID",
            "X-OngoingAI-",
            "X-OngoingA",
            "x-http2-stream-id",
            "X-Team-Key",
            "Sec-WebSocket-Extensions",
            "X-A",
            "",
            "TEE",
            "Trailers");
    private static final List<String> VALUES =
            List.of("chunked", " Chunked ", "gzip, chunked", "0", " 7", "-1", "99999999999999999999", "websocket", "");
    private static final Route ROUTE = Route.of(
            new ProviderConfig("openai", URI.create("https://api.example.com"), "/openai", OnClientDisconnect.CANCEL));

    @Test
    void whatBelongsToTheConnectionDoesNotPass() {
        for (long seed = 0; seed < 100_000; seed++) {
            List<String> headers = headers(new Random(seed));
            Set<String> named = namedByConnection(headers);
            assertThat(HopByHopHeaders.strip(headers))
                    .as("seed %d: %s", seed, headers)
                    .isEqualTo(without(headers, name -> OF_CONNECTION.contains(name) || named.contains(name)));
            List<String> codings = values(headers, "Transfer-Encoding");
            boolean plain = codings.isEmpty()
                    || (codings.size() == 1
                            && codings.getFirst().strip().equalsIgnoreCase("chunked")
                            && values(headers, "Content-Length").isEmpty());
            assertThat(HopByHopHeaders.plainlyFramed(headers))
                    .as("seed %d: %s", seed, headers)
                    .isEqualTo(plain);
        }
    }

    @Test
    void aProviderGetsOneHostNoneOfOursAndTheRestInOrder() {
        for (long seed = 0; seed < 100_000; seed++) {
            List<String> headers = headers(new Random(seed));
            List<String> sent = UpstreamRequest.of(ROUTE, new IncomingHead("GET", "/openai/a", headers), "x-team-KEY")
                    .headers();
            String which = "seed %d: %s".formatted(seed, headers);
            assertThat(values(sent, "Host")).as(which).containsExactly("api.example.com");
            assertThat(values(sent, "Transfer-Encoding"))
                    .as(which)
                    .isEqualTo(values(headers, "Transfer-Encoding").isEmpty() ? List.of() : List.of("chunked"));
            Predicate<String> ours = name -> STAY_HERE.contains(name) || isOurs(name) || OF_CONNECTION.contains(name);
            assertThat(without(sent, name -> OF_CONNECTION.contains(name) || name.equalsIgnoreCase("Host")))
                    .as(which)
                    .isEqualTo(without(HopByHopHeaders.strip(headers), ours));
        }
    }

    @Test
    void aClientGetsNothingThatAnotherGatewaySaysOfItself() {
        for (long seed = 0; seed < 100_000; seed++) {
            List<String> headers = headers(new Random(seed));
            AnswerHead answer = AnswerHead.of("GET", 200, headers);
            String which = "seed %d: %s".formatted(seed, headers);
            assertThat(answer.headers())
                    .as(which)
                    .isEqualTo(without(HopByHopHeaders.strip(headers), name -> isOurs(name) || isNoted(name)));
            assertThat(answer.contentLength()).as(which).isGreaterThanOrEqualTo(-1);
        }
    }

    @Test
    void aQuarterOfAMillionHeadersPass() {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 250_000; i++) {
            many.addAll(List.of(i % 2 == 0 ? "X-OngoingAI-A" : "a", ""));
        }
        assertThat(AnswerHead.of("GET", 200, many).headers()).hasSize(250_000);
        assertThat(UpstreamRequest.of(ROUTE, new IncomingHead("GET", "/openai/a", many), "K")
                        .headers())
                .hasSize(250_002);
    }

    private static List<String> headers(Random random) {
        List<String> headers = new ArrayList<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            String name = name(random);
            headers.add(random.nextInt(4) == 0 ? name.toUpperCase(Locale.ROOT) : name);
            headers.add(name.equals("Connection") ? namesIn(random) : one(VALUES, random));
        }
        return headers;
    }

    private static String name(Random random) {
        return random.nextInt(3) == 0 ? one(List.copyOf(OF_CONNECTION), random) : one(OTHERS, random);
    }

    private static String namesIn(Random random) {
        List<String> names = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            names.add(" ".repeat(random.nextInt(2))
                    + name(random).toLowerCase(Locale.ROOT)
                    + "\t".repeat(random.nextInt(2)));
        }
        return String.join(",", names);
    }

    private static String one(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private static Set<String> namedByConnection(List<String> headers) {
        Set<String> named = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String value : values(headers, "Connection")) {
            for (String name : value.split(",", -1)) {
                named.add(name.strip());
            }
        }
        named.removeAll(List.of("", "Content-Length", "content-length", "Host", "host"));
        return named;
    }

    private static boolean isOurs(String name) {
        return name.toLowerCase(Locale.ROOT).startsWith("x-ongoingai-");
    }

    private static boolean isNoted(String name) {
        return name.startsWith("x-http2-");
    }

    private static List<String> without(List<String> headers, Predicate<String> which) {
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < headers.size(); i += 2) {
            if (!which.test(headers.get(i))) {
                rest.addAll(headers.subList(i, i + 2));
            }
        }
        return rest;
    }

    private static List<String> values(List<String> headers, String name) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < headers.size(); i += 2) {
            if (headers.get(i).equalsIgnoreCase(name)) {
                values.add(headers.get(i + 1));
            }
        }
        return values;
    }

    private static Set<String> names(String... names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(List.of(names));
        return set;
    }
}
