package dev.confab.chat.lobby;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LobbyCursorTest {

    private final LobbyCursor cursor = new LobbyCursor(Instant.parse("2026-11-21T12:00:00.123456Z"), UUID.randomUUID());

    @Test
    void isReadAsItWasWritten() {
        assertThat(LobbyCursor.decode(cursor.encoded())).contains(cursor);
    }

    @Test
    void refusesEveryChangedByte() {
        byte[] bytes = Base64.getUrlDecoder().decode(cursor.encoded());
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            assertThat(LobbyCursor.decode(
                            Base64.getUrlEncoder().withoutPadding().encodeToString(changed)))
                    .as("byte %d", i)
                    .isEmpty();
        }
    }

    @Test
    void refusesEveryOtherSpelling() {
        String text = cursor.encoded();
        for (int end = 0; end < text.length(); end++) {
            assertThat(LobbyCursor.decode(text.substring(0, end))).isEmpty();
        }
        assertThat(LobbyCursor.decode(text + "=")).isEmpty();
        assertThat(LobbyCursor.decode(text + "A")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "1", "null", "' OR 1=1 --", "%00", "\uD83D\uDE00", "////", "AAAAAAAAAAAAAAAAAAAA"})
    void refusesWhatItNeverWrote(String text) {
        assertThat(LobbyCursor.decode(text)).isEmpty();
    }
}
