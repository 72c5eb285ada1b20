package dev.confab.chat.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationsAddressTest {

    @Test
    void isThatOfThePagesWhereNothingIsSet() {
        NotificationsAddress address = address(null, true);
        assertThat(address.base()).isEmpty();
        assertThat(address.connectSources()).isEmpty();
    }

    @Test
    void anotherOriginIsAllowedForRequestsAndSockets() {
        NotificationsAddress address = address("https://notify.example.org:8443/inbox/", true);
        assertThat(address.base()).isEqualTo("https://notify.example.org:8443/inbox");
        assertThat(address.connectSources())
                .isEqualTo(" https://notify.example.org:8443 wss://notify.example.org:8443");
        assertThat(address("http://localhost:8081", true).connectSources())
                .isEqualTo(" http://localhost:8081 ws://localhost:8081");
    }

    @Test
    void nothingIsAllowedWhereThereAreNoNotifications() {
        NotificationsAddress address = address("https://notify.example.org", false);
        assertThat(address.base()).isNull();
        assertThat(address.connectSources()).isEmpty();
        assertThat(address(null, false).base()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"notify.example.org", "ftp://x", "https://me@x", "https://x?a=b", "https://x#y", "/path"})
    void refusesWhatIsNoAddressOfAServer(String url) {
        assertThatIllegalStateException()
                .isThrownBy(() -> address(url, true))
                .withMessageContaining("confab.web.notifications-url");
    }

    private static NotificationsAddress address(@Nullable String url, boolean enabled) {
        return new NotificationsAddress(
                new WebConfig() {
                    @Override
                    public Optional<URI> notificationsUrl() {
                        return Optional.ofNullable(url).map(URI::create);
                    }

                    @Override
                    public boolean notificationsEnabled() {
                        return enabled;
                    }
                },
                enabled);
    }
}
