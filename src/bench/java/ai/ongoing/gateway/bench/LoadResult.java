package ai.ongoing.gateway.bench;

/**
 * What came of a phase.
 *
 * @param answers complete answers with status 200, and the body that was expected
 * @param failures other statuses or bodies, broken connections, answers that never came
 * @param seconds from the first call begun to the last answer
 * @param latencies of the answers
 * @param gaps between the pieces of an answer as they arrive
 */
record LoadResult(long answers, long failures, double seconds, Latencies latencies, Latencies gaps) {}
