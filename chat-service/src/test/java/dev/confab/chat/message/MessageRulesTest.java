package dev.confab.chat.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.error.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("CH-13")
class MessageRulesTest {

    private static final String EMOJI = "\uD83D\uDC69\uD83C\uDFFD";

    private final MessageRules rules = new MessageRules(1000, List.of("darn", "heck"), 10);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hi",
                " hi ",
                "<script>alert(1)</script>",
                "'; DROP TABLE stream_event; --",
                "\u202Eright to left",
                "\uD83D\uDE00",
                "line\nbreak\ttab",
                "e\u0301",
                "{\"text\":\"x\"}",
                "\\u0000"
            })
    void takesTextsAsTheyAre(String text) {
        assertThat(rules.check(message("c1", text))).isEqualTo(new Draft("c1", text, null, null, List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t", "\u00A0\u2003", "\u200B\u200D\uFEFF", "\u3164\u2800", "\u2028"})
    void refusesTextsThatShowNothing(String text) {
        assertThat(refusal("c1", text).code()).isEqualTo(ErrorCode.MESSAGE_BLANK);
    }

    @Test
    void countsTheLengthInCodePoints() {
        assertThat(rules.check(message("c1", EMOJI.repeat(500))).text()).hasSize(2000);
        assertThat(refusal("c1", EMOJI.repeat(500) + "x").code()).isEqualTo(ErrorCode.MESSAGE_TOO_LONG);
        assertThat(refusal("c1", " ".repeat(1001)).code()).isEqualTo(ErrorCode.MESSAGE_TOO_LONG);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"a\0b", "\uD800", "a\uDC00b", "\uDE00\uD83D"})
    void namesTheTextThatCannotBeStored(@Nullable String text) {
        assertThat(refusal("c1", text).errors()).extracting(FieldError::field).containsExactly("text");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "a\0b", "\uD800", "12345678901234567890123456789012345678901234567890123456789012345"})
    void namesTheClientMessageIdThatCannotBeStored(@Nullable String id) {
        ConfabException refusal = refusal(id, "hi");
        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refusal.errors()).extracting(FieldError::field).containsExactly("clientMessageId");
    }

    @Test
    void takesClientMessageIdsOfUpTo64Characters() {
        assertThat(rules.check(message("x".repeat(64), "hi")).clientMessageId()).hasSize(64);
    }

    @Test
    void refusesBannedWordsWithoutRepeatingThem() {
        ConfabException refusal = refusal("c1", "what the HECK");
        assertThat(refusal.code()).isEqualTo(ErrorCode.BANNED_WORDS);
        assertThat(refusal.detail()).doesNotContainIgnoringCase("heck");
    }

    private ConfabException refusal(@Nullable String id, @Nullable String text) {
        return catchThrowableOfType(ConfabException.class, () -> rules.check(message(id, text)));
    }

    private static MessageRequest message(@Nullable String id, @Nullable String text) {
        return new MessageRequest(id, text, null);
    }
}
