package ai.ongoing.gateway.architecture.planted.loose;

/** A class that anyone may extend. */
public class OpenToInheritance {}
