package ai.ongoing.gateway.proxy.egress;

import io.netty.util.NetUtil;
import java.util.Locale;

/**
 * The hosts of {@code NO_PROXY}, by the rules of the Go program's library: {@code *} is all, {@code example.com} that host
 * and those below it, {@code .example.com} and {@code *.example.com} only those below, {@code 10.0.0.0/8} and {@code
 * fd00::/8} networks, an address itself; each of the names and addresses with or without a port. Entries that are none of
 * this match nothing. Addresses are compared as numbers; names are never resolved. Immutable.
 */
final class ExemptHosts {

    private final String[] entries;

    ExemptHosts(String list) {
        this.entries = list.toLowerCase(Locale.ROOT).split(",", -1);
    }

    /**
     * Whether a host is reached without a proxy.
     *
     * @param host name or address in lower case, an IPv6 address without brackets
     */
    boolean contains(String host, int port) {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
        for (String listed : entries) {
            String entry = listed.strip();
            if (entry.equals("*") || (!entry.isEmpty() && matches(entry, host, address, port))) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String entry, String host, byte[] address, int port) {
        int slash = entry.indexOf('/');
        if (slash >= 0) {
            byte[] network = NetUtil.createByteArrayFromIpAddressString(entry.substring(0, slash));
            return inNetwork(address, network, entry.substring(slash + 1));
        }
        String name = entry;
        int colon = entry.lastIndexOf(':');
        boolean oneColon = colon > 0 && entry.indexOf(':') == colon;
        if (oneColon || (entry.startsWith("[") && colon > entry.indexOf(']'))) {
            if (!entry.substring(colon + 1).equals(Integer.toString(port))) {
                return false;
            }
            name = entry.substring(0, colon);
        }
        byte[] listed = NetUtil.createByteArrayFromIpAddressString(name);
        return listed == null ? address == null && isOrIsBelow(name, host) : java.util.Arrays.equals(listed, address);
    }

    private static boolean inNetwork(byte[] address, byte[] network, String prefix) {
        if (address == null || network == null || address.length != network.length) {
            return false;
        }
        int bits = prefix.matches("\\d{1,3}") ? Integer.parseInt(prefix) : -1;
        if (bits < 0 || bits > 8 * network.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit & 7);
            if ((address[bit >> 3] & mask) != (network[bit >> 3] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOrIsBelow(String entry, String host) {
        String name = entry.startsWith("*.") ? entry.substring(1) : entry;
        return name.startsWith(".") ? host.endsWith(name) : host.equals(name) || host.endsWith("." + name);
    }
}
