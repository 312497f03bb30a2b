package ai.ongoing.gateway.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What passes in a bench: chat completions of a given size, or a stream of {@value #EVENTS} events.
 *
 * @param requestBytes size of a request's body
 * @param answerBytes size of an answer that is no stream
 */
record Bodies(int requestBytes, int answerBytes) {

    /** How many events a stream has. */
    static final int EVENTS = 50;

    /** About what a short chat is. */
    static final Bodies USUAL = new Bodies(160, 1_510);

    private static final String ANSWER_HEAD = "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion\","
            + "\"created\":1790000000,\"model\":\"gpt-4o-mini-2024-07-18\",\"choices\":[{\"index\":0,"
            + "\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":\"";
    private static final String USAGE = "{\"prompt_tokens\":21,\"completion_tokens\":350,\"total_tokens\":371,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":0},"
            + "\"completion_tokens_details\":{\"reasoning_tokens\":0}}";
    private static final String ANSWER_TAIL = "\"}}],\"usage\":" + USAGE + "}";

    /** What is left of an answer when it is to be shorter than a whole one can be. */
    private static final String SHORT_HEAD = "{\"model\":\"gpt-4o-mini\",\"choices\":[{\"message\":{\"content\":\"";

    private static final String SHORT_TAIL =
            "\"}}],\"usage\":{\"prompt_tokens\":21,\"completion_tokens\":35,\"total_tokens\":56}}";

    byte[] request(boolean stream) {
        return padded(
                "{\"model\":\"gpt-4o-mini\",\"stream\":" + stream + ",\"messages\":[{\"role\":\"user\",\"content\":\"",
                "\"}]}",
                requestBytes,
                "--request-bytes");
    }

    byte[] answer() {
        boolean whole = answerBytes >= ANSWER_HEAD.length() + ANSWER_TAIL.length();
        return padded(
                whole ? ANSWER_HEAD : SHORT_HEAD, whole ? ANSWER_TAIL : SHORT_TAIL, answerBytes, "--answer-bytes");
    }

    private static byte[] padded(String head, String tail, int bytes, String option) {
        int least = head.length() + tail.length();
        if (bytes < least) {
            throw new IllegalArgumentException(option + " " + bytes + ": at least " + least);
        }
        return bytes(head + "x".repeat(bytes - least) + tail);
    }

    static List<byte[]> events() {
        String head = "data: {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1790000000,"
                + "\"model\":\"gpt-4o-mini-2024-07-18\",\"choices\":[";
        List<byte[]> events = new ArrayList<>();
        for (int i = 0; i < EVENTS - 2; i++) {
            events.add(bytes(
                    head + "{\"index\":0,\"delta\":{\"content\":\" word" + i + "\"},\"finish_reason\":null}]}\n\n"));
        }
        events.add(bytes(head + "{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"));
        events.add(bytes(head + "],\"usage\":" + USAGE + "}\n\ndata: [DONE]\n\n"));
        return List.copyOf(events);
    }

    /** Of what every answer must be, byte for byte. */
    BodyPrint print(boolean stream) {
        return BodyPrint.of(stream ? events() : List.of(answer()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
