package ai.ongoing.gateway.provider;

/** Chooses, from the head of a response, how its body is to be read. Stateless. */
sealed interface Vendor permits OpenAi, Anthropic {

    ResponseReader responseReader(ResponseHead head);
}
