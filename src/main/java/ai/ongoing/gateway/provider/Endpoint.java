package ai.ongoing.gateway.provider;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What method and path say of an exchange before a byte of it is read.
 *
 * @param shape whose format the bodies have
 * @param kind what token counts in the answer would mean; never {@link UsageKind#NONE}, except for files of many answers
 * @param deployment the model named in the path, as Azure does; null elsewhere
 */
record Endpoint(Shape shape, UsageKind kind, @Nullable String deployment) {

    /** Families of formats. */
    enum Shape {
        OPENAI,
        ANTHROPIC
    }

    /**
     * A family of paths.
     *
     * @param marks one of them stands in every path that is meant; looked for first, because most paths have none and
     *     matching reads a path back and forth
     */
    private record Paths(Pattern pattern, List<String> marks) {

        static Paths of(String pattern, String... marks) {
            return new Paths(Pattern.compile(pattern), List.of(marks));
        }

        boolean have(String path) {
            for (int i = 0; i < marks.size(); i++) {
                if (path.contains(marks.get(i))) {
                    return pattern.matcher(path).matches();
                }
            }
            return false;
        }
    }

    /**
     * Anthropic's own path, and those under which clouds serve its models with their bodies unchanged. Looking ahead for the
     * model's maker reads a segment once; with the rest of the segment behind it, it would be read again from each place.
     */
    private static final Paths OF_ANTHROPIC = Paths.of(
            ".*(/messages(/.*)?|/publishers/anthropic/.*|/model/(?=[^/]*anthropic\\.)[^/]*/invoke)",
            "/messages",
            "anthropic");

    private static final Paths OF_OPENAI = Paths.of(
            ".*(/threads/.*|/completions(/.*)?|/responses(/.*)?|/embeddings)",
            "/threads/",
            "/completions",
            "/responses",
            "/embeddings");
    private static final Paths COUNT =
            Paths.of(".*/(count_tokens|count-tokens:rawPredict|responses/input_tokens)", "/count", "/input_tokens");
    private static final Paths FILE_OF_ANSWERS =
            Paths.of(".*/(batches/[^/]+/results|files/[^/]+/content)", "/batches/", "/files/");
    private static final Paths EARLIER_CALL =
            Paths.of(".*/(batches(/.*)?|responses/[^/]+/[^/]+|responses/(?!compact$)[^/]+)", "/batches", "/responses/");
    private static final Pattern DEPLOYMENT = Pattern.compile(".*/deployments/([^/]{1,256})/.*");

    /** @param usual the shape when the path does not tell */
    static Endpoint of(String method, String path, Shape usual) {
        int query = path.indexOf('?');
        String plain = query < 0 ? path : path.substring(0, query);
        return new Endpoint(shape(plain, usual), kind(method, plain), deployment(plain));
    }

    private static @Nullable String deployment(String path) {
        if (!path.contains("/deployments/")) {
            return null;
        }
        Matcher deployment = DEPLOYMENT.matcher(path);
        return deployment.matches() ? deployment.group(1) : null;
    }

    private static Shape shape(String path, Shape usual) {
        if (OF_OPENAI.have(path)) {
            return Shape.OPENAI;
        }
        return OF_ANTHROPIC.have(path) ? Shape.ANTHROPIC : usual;
    }

    private static UsageKind kind(String method, String path) {
        if (FILE_OF_ANSWERS.have(path)) {
            return UsageKind.NONE;
        }
        if (COUNT.have(path)) {
            return UsageKind.ESTIMATE;
        }
        boolean restated = !method.equals("POST") || EARLIER_CALL.have(path);
        return restated ? UsageKind.RESTATED : UsageKind.BILLED;
    }
}
