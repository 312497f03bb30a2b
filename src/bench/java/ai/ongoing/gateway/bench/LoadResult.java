package ai.ongoing.gateway.bench;

/**
 * What came of a phase.
 *
 * @param answers complete answers with status 200
 * @param failures other statuses, broken connections, answers that never came
 * @param seconds from the first call begun to the last answer
 * @param latencies of the answers
 */
record LoadResult(long answers, long failures, double seconds, Latencies latencies) {}
