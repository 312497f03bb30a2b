package ai.ongoing.gateway.journal;

import org.jspecify.annotations.Nullable;

/**
 * The queue of finished calls between the proxy path and the store: bounded, first in first out, many appenders, one
 * drainer. Appending never blocks; when the queue is full the call is declared lost, counted by the caller and logged.
 *
 * <p>Today the queue is in memory; a durable one takes its place behind this same type.
 */
public interface Journal {

    /**
     * Hands a finished call on.
     *
     * @param body the captured bodies, present exactly when the completion says that one follows
     * @return false when the queue is full and the call was not taken
     */
    boolean append(CompletionRecord completion, @Nullable BodyRecord body);
}
