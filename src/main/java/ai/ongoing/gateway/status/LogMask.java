package ai.ongoing.gateway.status;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes credentials out of a log that goes to somebody else. This program writes none, but the file may hold what a proxy, a
 * server or a start script wrote. It rather hides too much than too little; a secret that has neither the place, the name nor
 * the look of one is not known. Immutable.
 */
public final class LogMask {

    private static final String STARS = "****";

    /** Between a name and its value, also where JSON stands inside a JSON text; bounded, for lines may be long. */
    private static final String IS = "\\\\?[\"']?\\s{0,4}[:=]\\s{0,4}\\[?";

    private static final String VALUE =
            "(\"(?:[^\"\\\\]|\\\\.){0,1000}|'(?:[^'\\\\]|\\\\.){0,1000}|\\\\\"[^\"\\\\]{0,1000}|[^\\s\"'&\\\\;)}\\]]+)";

    /** The second group is hidden, the first stays. */
    private final List<Pattern> secrets;

    /** @param gatewayKeyHeader {@code auth.header}; its value is a credential like that of {@code Authorization} */
    public LogMask(String gatewayKeyHeader) {
        String names = "(?:password|passwd|passphrase|secret|salt|token|api[_-]?key|gateway[_-]key)"
                + "(?:[_-](?:access|key|base|hash))*|" + Pattern.quote(gatewayKeyHeader);
        secrets = List.of(
                // A password in a URL may hold an @ that nobody has written as %40.
                Pattern.compile("(://[^\\s:/@\"']{0,200}:)([^\\s\"']{1,1000}(?=@))"),
                Pattern.compile("(?i)((?:authorization|cookie)" + IS + "\\\\?[\"']?)([^\"'\\\\\\]]{1,9999})"),
                Pattern.compile("(?i)(\\b(?:bearer|basic)\\s{1,4})([\\w.~+/=-]{6,})"),
                Pattern.compile("(?i)((?:" + names + ")" + IS + ")" + VALUE),
                // Keys as providers make them, wherever they stand.
                Pattern.compile("(\\b(?:sk|pk|rk|gsk|xai|ghp|hf)[-_])([\\w-]{12,})"),
                Pattern.compile("(\\bAIza)([\\w-]{20,})"));
    }

    /** A line without the credentials in it. */
    public String masked(String line) {
        String text = line;
        for (Pattern secret : secrets) {
            text = secret.matcher(text).replaceAll(LogMask::hidden);
        }
        return text;
    }

    private static String hidden(MatchResult found) {
        String value = found.group(2);
        String quote = value.startsWith("\\\"") ? value.substring(0, 2) : value.substring(0, 1);
        boolean quoted = quote.endsWith("\"") || quote.equals("'");
        return Matcher.quoteReplacement(found.group(1) + (quoted ? quote : "") + STARS);
    }
}
