package ai.ongoing.gateway.testkit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/**
 * Resolves no name but this machine's own, so that a test which would reach for the network fails at once and says so.
 * Found by the JVM through META-INF/services; tests need not name it.
 */
public final class LoopbackNames extends InetAddressResolverProvider {

    @Override
    public InetAddressResolver get(Configuration configuration) {
        InetAddressResolver builtin = configuration.builtinResolver();
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
                if (host.equalsIgnoreCase("localhost") || host.equals(configuration.lookupLocalHostName())) {
                    return builtin.lookupByName(host, policy);
                }
                throw new UnknownHostException(host + ": tests resolve this machine's own name only");
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return builtin.lookupByAddress(address);
            }
        };
    }

    @Override
    public String name() {
        return "loopback names";
    }
}
