package ai.ongoing.gateway.architecture.planted.storage;

import ai.ongoing.gateway.architecture.planted.trace.SpringInTheDomain;

/** The other half of the circle, allowed by itself. */
public record Shelf(SpringInTheDomain ordered) {}
