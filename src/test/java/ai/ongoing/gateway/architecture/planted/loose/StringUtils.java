package ai.ongoing.gateway.architecture.planted.loose;

/** A name that invites everything. */
public final class StringUtils {

    private StringUtils() {}
}
