package ai.ongoing.gateway.migration;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program version; what follows the third number, like {@code -SNAPSHOT}, does not count. */
public record ProgramVersion(int major, int minor, int patch) implements Comparable<ProgramVersion> {

    /** The first release that writes compatibility floors. */
    public static final ProgramVersion FIRST = new ProgramVersion(0, 1, 0);

    private static final Pattern FORM = Pattern.compile("v?(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6})(?:[-+].*)?");
    private static final Comparator<ProgramVersion> ORDER = Comparator.comparingInt(ProgramVersion::major)
            .thenComparingInt(ProgramVersion::minor)
            .thenComparingInt(ProgramVersion::patch);

    /** Whether {@link #of} can read it. */
    public static boolean wellFormed(String text) {
        return FORM.matcher(text).matches();
    }

    /**
     * Reads a version.
     *
     * @throws IllegalArgumentException for anything but three numbers
     */
    public static ProgramVersion of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a version has three numbers, got \"" + text + "\"");
        }
        return new ProgramVersion(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
    }

    @Override
    public int compareTo(ProgramVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
