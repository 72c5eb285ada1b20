package dev.confab.common.request;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxyCheckTest {

    @ParameterizedTest
    @ValueSource(strings = {"::1", "fe80::1", "proxy.example", "proxy.example:8080", "10.0.0", ""})
    void whatWouldBeLookedUpForEveryRequestIsRefused(String proxy) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> TrustedProxyCheck.require(List.of("10.0.0.0/8", proxy)))
                .withMessageContaining("'" + proxy + "'")
                .withMessageContaining(TrustedProxyCheck.SETTING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.1/32",
                "10.42.0.0/16",
                "172.31.250.2:443",
                "::1/128",
                "fd00::/8",
                "[::1]",
                "[::1]:443"
            })
    void addressesAndNetworksAreTaken(String proxy) {
        assertThatCode(() -> TrustedProxyCheck.require(List.of(proxy))).doesNotThrowAnyException();
    }
}
