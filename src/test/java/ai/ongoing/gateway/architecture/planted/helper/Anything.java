package ai.ongoing.gateway.architecture.planted.helper;

/** Lives in a package named after nothing. */
public final class Anything {}
