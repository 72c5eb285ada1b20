package dev.confab.chat.room;

import dev.confab.common.error.ConfabException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Where a page of members ended: behind this name. Opaque to clients. */
record MemberCursor(String username) {

    private static final MemberCursor START = new MemberCursor("");

    String encoded() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(username.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws ConfabException {@code invalid_request} for what {@link #encoded} does not produce */
    static MemberCursor parse(@Nullable String text) {
        if (text == null) {
            return START;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            MemberCursor cursor = new MemberCursor(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
            if (cursor.encoded().equals(text) && !cursor.username().contains("\0")) {
                return cursor;
            }
        } catch (IllegalArgumentException | CharacterCodingException notOurs) {
            // Refused below.
        }
        throw ConfabException.invalid("after", "is not a cursor of this list");
    }
}
