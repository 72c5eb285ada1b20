package dev.confab.task.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecipientTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"ann@example.org", "a.b+c_d=e@x-y.example", "o'neil@localhost", "seed1.user001@seed1.invalid"})
    void takesOrdinaryAddresses(String address) {
        assertThat(Recipient.of(address)).contains(new Recipient(address));
    }

    @Test
    void writesInternationalDomainsAsServersExpectThem() {
        assertThat(Recipient.of("ann@büro.example")).contains(new Recipient("ann@xn--bro-hoa.example"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@example.org",
                "ann",
                "ann@",
                "ann@-example.org",
                "ann@example..org",
                ".ann@example.org",
                "ann@exa mple.org",
                "a@b@example.org",
                "\"ann\"@example.org",
                "ann@example.org,bob@example.org",
                "ann@example.org\r\nDATA",
                "<ann@example.org>",
                "änn@example.org"
            })
    void refusesEverythingElse(String text) {
        assertThat(Recipient.of(text)).isEmpty();
    }
}
