package ai.ongoing.gateway.pipeline;

import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.trace.Trace;

/**
 * A call beside the trace that was made of it.
 *
 * @param call what the journal keeps should the store refuse the trace for good
 */
record PreparedTrace(FinishedCall call, Trace trace) {

    /** Characters of both bodies, decoded; they may be a thousand times what was captured. */
    long bodyChars() {
        return (long) trace.request().body().text().length()
                + trace.response().body().text().length();
    }
}
