package ai.ongoing.gateway.provider;

import ai.ongoing.gateway.wire.JsonFields;
import ai.ongoing.gateway.wire.JsonSink;

/**
 * Gathers the facts of one response from the watched values of its JSON documents: the whole body, or the data of each
 * event of a stream. Keeps numbers and short texts only. One response, one thread.
 */
sealed interface UsageReader extends JsonSink permits OpenAi, Anthropic {

    /** The places to watch. */
    JsonFields fields();

    /** A document has ended, well-formed or not; another may follow. */
    void documentEnded();

    /**
     * What is known, the unfinished document included. Changes nothing.
     *
     * @param whole whether the body reached its end and could be read to it
     */
    ResponseFacts facts(boolean whole);
}
