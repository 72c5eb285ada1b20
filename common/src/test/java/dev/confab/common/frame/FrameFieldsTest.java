package dev.confab.common.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.confab.common.error.ErrorCode;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("CH-05")
class FrameFieldsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\":1",
                "nonsense",
                "{'a':1}",
                "{\"a\":1}}",
                "{\"a\":1} {\"b\":2}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "{\"a\":\"\n\"}",
                "[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]",
                "{\"a\":1111111111111111111111111111111111111111111}"
            })
    void refusesWhatIsNotStrictJson(String text) {
        refused(ErrorCode.MALFORMED_JSON, () -> FrameFields.parse(text, "id").number("a", 0, 10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1", "\"text\"", "[]", "[{}]", "true"})
    void refusesJsonThatIsNoObject(String text) {
        refused(ErrorCode.INVALID_FRAME, () -> FrameFields.parse(text, "id"));
    }

    @Test
    void coercesNothing() {
        refused(ErrorCode.INVALID_FRAME, () -> parse("{\"a\":1}").text("a", 0, 10));
        refused(ErrorCode.INVALID_FRAME, () -> parse("{\"a\":\"1\"}").number("a", 0, 10));
        refused(ErrorCode.INVALID_FRAME, () -> parse("{\"a\":1.0}").number("a", 0, 10));
        refused(ErrorCode.INVALID_FRAME, () -> parse("{\"a\":1}").bool("a"));
        refused(ErrorCode.INVALID_FRAME, () -> parse("{\"a\":\"true\"}").bool("a"));
        refused(ErrorCode.INVALID_FRAME, () -> parse("{\"a\":[]}").optionalObject("a"));
    }

    @Test
    void holdsNumbersAndTextsWithinTheirBounds() {
        refused(ErrorCode.INVALID_FRAME, () -> parse("{\"a\":11}").number("a", 0, 10));
        refused(ErrorCode.INVALID_FRAME, () -> parse("{\"a\":-1}").number("a", 0, 10));
        refused(
                ErrorCode.INVALID_FRAME,
                () -> parse("{\"a\":99999999999999999999}").number("a", 0, Long.MAX_VALUE));
        refused(ErrorCode.INVALID_FRAME, () -> parse("{\"a\":\"\"}").text("a", 1, 10));
        refused(ErrorCode.INVALID_FRAME, () -> parse("{\"a\":\"01234567890\"}").text("a", 1, 10));
        assertThat(parse("{\"a\":9223372036854775807}").number("a", 0, Long.MAX_VALUE))
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void refusesTextThatCannotBeStored() {
        refused(ErrorCode.INVALID_FRAME, () -> parse("{\"a\":\"x\\u0000\"}").text("a", 1, 10));
        refused(ErrorCode.INVALID_FRAME, () -> parse("{\"a\":\"\\ud83d\"}").text("a", 1, 10));
        refused(
                ErrorCode.INVALID_FRAME,
                () -> parse("{\"a\":\"\\ude00\\ud83d\"}").text("a", 1, 10));
        assertThat(parse("{\"a\":\"\\ud83d\\ude00\"}").text("a", 1, 10)).isEqualTo("😀");
    }

    @Test
    void namesTheFieldAndEchoesTheId() {
        assertThatExceptionOfType(BadFrameException.class)
                .isThrownBy(() -> FrameFields.parse("{\"id\":\"7\",\"me\":{\"seq\":\"x\"}}", "id")
                        .optionalObject("me")
                        .number("seq", 0, 10))
                .satisfies(refusal -> {
                    assertThat(refusal.id()).isEqualTo("7");
                    assertThat(refusal.detail()).startsWith("me.seq: ");
                });
    }

    @Test
    void treatsNullAsAbsent() {
        assertThat(parse("{\"a\":null}").optionalText("a", 1, 10)).isNull();
        refused(ErrorCode.INVALID_FRAME, () -> parse("{\"a\":null}").text("a", 0, 10));
    }

    @Test
    void readsListsOfObjectsAndNumbersUnderAnyName() {
        FrameFields frame = parse("{\"rooms\":[{\"room\":\"a\"},{\"room\":\"b\"}],\"seen\":{\"x\":1,\"y\":2}}");
        assertThat(frame.optionalObjects("rooms", 2))
                .extracting(room -> room.text("room", 1, 10))
                .containsExactly("a", "b");
        assertThat(frame.optionalObjects("others", 2)).isNull();
        assertThat(frame.optionalNumbers("seen", 2, 0, 10))
                .containsEntry("x", 1L)
                .containsEntry("y", 2L);
        assertThat(frame.optionalNumbers("others", 2, 0, 10)).isEmpty();
        refused(ErrorCode.INVALID_FRAME, () -> frame.optionalObjects("rooms", 1));
        refused(ErrorCode.INVALID_FRAME, () -> frame.optionalObjects("seen", 1));
        refused(ErrorCode.INVALID_FRAME, () -> frame.optionalNumbers("seen", 1, 0, 10));
        refused(ErrorCode.INVALID_FRAME, () -> frame.optionalNumbers("seen", 2, 2, 10));
        refused(ErrorCode.INVALID_FRAME, () -> parse("{\"rooms\":[1]}").optionalObjects("rooms", 1));
    }

    private static FrameFields parse(String text) {
        return FrameFields.parse(text, null);
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatExceptionOfType(BadFrameException.class)
                .isThrownBy(call)
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
