package dev.confab.common.request;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Refuses to start with names among the trusted proxies. A name is looked up again for every request, which then waits for
 * the name server; and a bare IPv6 address is read as one (in {@code ::1} the 1 would be a port).
 */
@ApplicationScoped
class TrustedProxyCheck {

    static final String SETTING = "quarkus.http.proxy.trusted-proxies";

    private static final String IPV4 = "\\d{1,3}(\\.\\d{1,3}){3}";
    private static final Pattern ADDRESS =
            Pattern.compile("localhost|" + IPV4 + "(:\\d+|/\\d+)?|\\[[0-9A-Fa-f:.]+](:\\d+)?|[0-9A-Fa-f:.]+/\\d+");

    void check(@Observes StartupEvent starting) {
        require(ConfigProvider.getConfig()
                .getOptionalValues(SETTING, String.class)
                .orElse(List.of()));
    }

    static void require(List<String> proxies) {
        for (String proxy : proxies) {
            if (!ADDRESS.matcher(proxy.strip()).matches()) {
                throw new ConfigurationException(
                        SETTING + ": '" + proxy + "' is not an address or a network such as 10.0.0.0/8 or ::1/128.");
            }
        }
    }
}
