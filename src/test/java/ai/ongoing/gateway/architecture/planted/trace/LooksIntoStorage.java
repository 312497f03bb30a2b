package ai.ongoing.gateway.architecture.planted.trace;

import ai.ongoing.gateway.architecture.planted.storage.Shelf;

/** The domain must not use storage; together with {@link Shelf} it also makes a circle. */
public record LooksIntoStorage(Shelf shelf) {}
