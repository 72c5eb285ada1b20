package dev.confab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BenchSocketTest {
    @Test
    void findsItsMessagesHoweverTheServerSpacesItsJson() {
        assertThat(BenchSocket.messageIn("{\"type\":\"event\",\"data\":{\"text\":\"bench 17 hello\"}}"))
                .isEqualTo(17);
        assertThat(BenchSocket.messageIn("{\"type\": \"event\", \"data\": {\"text\": \"bench 17 hello\"}}"))
                .isEqualTo(17);
        assertThat(BenchSocket.messageIn("{\"room\":\"bench1_1\",\"data\":{\"text\":\"something else\"}}"))
                .isEqualTo(-1);
    }
}
