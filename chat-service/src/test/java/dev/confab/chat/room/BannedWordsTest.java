package dev.confab.chat.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("CH-13")
class BannedWordsTest {

    private final BannedWords words = new BannedWords(List.of("darn", "Straße", "buy now", "ΟΔΟΣ", "дурак"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "darn",
                "oh DaRn!",
                "(darn)",
                "darn,darn",
                "ｄａｒｎ",
                "da\u200Brn",
                "d\u00ADarn",
                "\uD835\uDC1D\uD835\uDC1A\uD835\uDC2B\uD835\uDC27",
                "STRASSE",
                "strasse",
                "please BUY   now",
                "buy\nnow",
                "οδος",
                "ДУРАК"
            })
    void findsWholeWordsHoweverTheyAreWritten(String text) {
        assertThat(words.occurIn(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "darning", "undarn", "darn_it", "darn1", "buy it now", "buynow", "da rn", "now buy"})
    void leavesOtherWordsAlone(String text) {
        assertThat(words.occurIn(text)).isFalse();
    }

    @Test
    void readsThePatternsOfNoLanguage() {
        BannedWords literal = new BannedWords(List.of("a.*b", "(x"));
        assertThat(literal.occurIn("a anything b")).isFalse();
        assertThat(literal.occurIn("A.b")).isTrue();
        assertThat(literal.occurIn("x")).isTrue();
    }

    @Test
    void refusesAnEntryWithoutALetter() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BannedWords(List.of("fine", "***")))
                .withMessageContaining("an entry has no letter or digit");
    }
}
