package dev.confab.chat.account;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Where a request comes from, as far as limits are concerned: an IPv4 address, or the /64 network of an IPv6 address,
 * which one customer has to himself. Behind a trusted proxy it is what the proxy says.
 */
record ClientNetwork(String value) {
    private static final int NETWORK_BYTES = 8;

    static ClientNetwork of(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        return remote == null || remote.hostAddress() == null
                ? new ClientNetwork("unknown")
                : ofAddress(remote.hostAddress());
    }

    static ClientNetwork ofAddress(String address) {
        int zone = address.indexOf('%');
        String bare = zone < 0 ? address : address.substring(0, zone);
        if (bare.indexOf(':') < 0) {
            return new ClientNetwork(bare);
        }
        try {
            InetAddress parsed = InetAddress.ofLiteral(bare);
            if (parsed instanceof Inet6Address) {
                byte[] network = Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES);
                return new ClientNetwork(HexFormat.of().formatHex(network) + "/64");
            }
            return new ClientNetwork(parsed.getHostAddress());
        } catch (IllegalArgumentException e) {
            return new ClientNetwork("unknown");
        }
    }
}
