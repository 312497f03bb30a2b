package ai.ongoing.gateway.provider;

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

    /** Anthropic's own path, and those under which clouds serve its models with their bodies unchanged. */
    private static final Pattern OF_ANTHROPIC =
            Pattern.compile(".*(/messages(/.*)?|/publishers/anthropic/.*|/model/[^/]*anthropic\\.[^/]*/invoke)");

    private static final Pattern OF_OPENAI =
            Pattern.compile(".*(/threads/.*|/completions(/.*)?|/responses(/.*)?|/embeddings)");
    private static final Pattern COUNT =
            Pattern.compile(".*/(count_tokens|count-tokens:rawPredict|responses/input_tokens)");
    private static final Pattern FILE_OF_ANSWERS = Pattern.compile(".*/(batches/[^/]+/results|files/[^/]+/content)");
    private static final Pattern EARLIER_CALL =
            Pattern.compile(".*/(batches(/.*)?|responses/[^/]+/[^/]+|responses/(?!compact$)[^/]+)");
    private static final Pattern DEPLOYMENT = Pattern.compile(".*/deployments/([^/]{1,256})/.*");

    /** @param usual the shape when the path does not tell */
    static Endpoint of(String method, String path, Shape usual) {
        int query = path.indexOf('?');
        String plain = query < 0 ? path : path.substring(0, query);
        Matcher deployment = DEPLOYMENT.matcher(plain);
        return new Endpoint(
                shape(plain, usual), kind(method, plain), deployment.matches() ? deployment.group(1) : null);
    }

    private static Shape shape(String path, Shape usual) {
        if (OF_OPENAI.matcher(path).matches()) {
            return Shape.OPENAI;
        }
        return OF_ANTHROPIC.matcher(path).matches() ? Shape.ANTHROPIC : usual;
    }

    private static UsageKind kind(String method, String path) {
        if (FILE_OF_ANSWERS.matcher(path).matches()) {
            return UsageKind.NONE;
        }
        if (COUNT.matcher(path).matches()) {
            return UsageKind.ESTIMATE;
        }
        boolean restated = !method.equals("POST") || EARLIER_CALL.matcher(path).matches();
        return restated ? UsageKind.RESTATED : UsageKind.BILLED;
    }
}
