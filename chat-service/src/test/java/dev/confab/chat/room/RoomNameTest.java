package dev.confab.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("CH-01")
@Tag("CH-10")
class RoomNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"general", "_", "a1_B", "Büro", "комната", "部屋", "غرفة", "कमरा", "\uD801\uDC00x", "x²"})
    void acceptsLettersDigitsAndUnderscoresOfAnyScript(String name) {
        assertThat(RoomName.parse(name)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a-b",
                "a.b",
                "a/b",
                "../etc",
                "a\0b",
                "a\nb",
                "'; DROP TABLE room; --",
                "<b>",
                "\uD83D\uDE00",
                "ab\u202Ecd",
                "a\u200Db",
                "a\u200Bb",
                "\u0301a",
                "\u3164",
                "a\uFE0F",
                "\uD800",
                "a\uDC00"
            })
    void refusesEverythingElse(String name) {
        assertThat(RoomName.parse(name)).isEmpty();
    }

    @Test
    void countsCodePointsUpToOneHundred() {
        String letter = "\uD801\uDC00";
        assertThat(RoomName.parse(letter.repeat(100))).isPresent();
        assertThat(RoomName.parse(letter.repeat(101))).isEmpty();
        assertThat(RoomName.parse("a".repeat(100_000))).isEmpty();
    }

    @Test
    void isTheSameNameInEveryNormalForm() {
        String composed = "Caf\u00E9";
        String decomposed = Normalizer.normalize(composed, Normalizer.Form.NFD);
        assertThat(decomposed).isNotEqualTo(composed);
        assertThat(RoomName.parse(decomposed)).isEqualTo(RoomName.parse(composed));
        // One hundred letters, though two hundred characters as they were written.
        assertThat(RoomName.parse(Normalizer.normalize("\u00E9".repeat(100), Normalizer.Form.NFD)))
                .isPresent();
    }

    @Test
    void tellsCaseApartButSearchesWithoutIt() {
        assertThat(RoomName.parse("General")).isNotEqualTo(RoomName.parse("general"));
        assertThat(RoomName.searchForm("ÉCOLE")).isEqualTo(RoomName.searchForm("e\u0301cole"));
    }
}
