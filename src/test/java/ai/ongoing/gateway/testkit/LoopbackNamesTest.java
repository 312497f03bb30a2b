package ai.ongoing.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

/** The suite cannot leave the machine by name. */
final class LoopbackNamesTest {

    @Test
    void resolvesThisMachine() throws UnknownHostException {
        assertThat(InetAddress.getAllByName("localhost")).allMatch(InetAddress::isLoopbackAddress);
    }

    @Test
    void refusesEveryOtherName() {
        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> InetAddress.getAllByName("api.openai.com"))
                .withMessageContaining("tests resolve this machine's own name only");
    }
}
