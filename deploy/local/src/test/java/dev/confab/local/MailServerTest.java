package dev.confab.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailServerTest {
    @Test
    void readsHostAndPort() {
        assertThat(MailServer.parse("mail.example.org:587")).isEqualTo(new MailServer("mail.example.org", 587));
        assertThat(MailServer.parse("[::1]:25")).isEqualTo(new MailServer("::1", 25));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mail.example.org",
                ":25",
                "mail.example.org:",
                "mail.example.org:smtp",
                "host:0",
                "host:65536"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> MailServer.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
