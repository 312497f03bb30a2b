package ai.ongoing.gateway.proxy.egress;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.proxy.egress.Failures.Kind;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.proxy.ProxyConnectException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Which kind a failure is counted as, when there was no connection yet and when there was one. */
final class FailuresTest {

    @SuppressWarnings("unused") // the source of the test below
    private static final Arguments[] KINDS = {
        Arguments.of(new UnknownHostException(), Kind.DNS, Kind.DNS),
        Arguments.of(new UnresolvedAddressException(), Kind.DNS, Kind.DNS),
        Arguments.of(new ProxyConnectException(), Kind.PROXY, Kind.PROXY),
        Arguments.of(new SSLHandshakeException("no"), Kind.TLS, Kind.TLS),
        Arguments.of(new ConnectException(), Kind.CONNECT, Kind.ANSWER),
        Arguments.of(new ConnectTimeoutException(), Kind.CONNECT, Kind.ANSWER),
        Arguments.of(new NoRouteToHostException(), Kind.CONNECT, Kind.ANSWER),
        Arguments.of(new BindException("no port is free"), Kind.CONNECT, Kind.ANSWER),
        Arguments.of(new SocketException("Network is unreachable"), Kind.CONNECT, Kind.ANSWER),
        Arguments.of(new SocketException("Connection reset"), Kind.CONNECT, Kind.ANSWER),
        Arguments.of(new IOException("closed"), Kind.CONNECT, Kind.ANSWER),
    };

    @ParameterizedTest
    @FieldSource("KINDS")
    void tellsWhereACallFailed(Throwable cause, Kind before, Kind connected) {
        assertThat(Failures.kindOf(cause, false)).isEqualTo(before);
        assertThat(Failures.kindOf(cause, true)).isEqualTo(connected);
    }
}
