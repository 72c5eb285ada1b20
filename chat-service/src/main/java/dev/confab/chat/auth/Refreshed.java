package dev.confab.chat.auth;

import java.time.Duration;

/** What came of presenting a refresh token. */
public sealed interface Refreshed {

    /** New tokens for the same sign-in. Holds secrets: never log it. */
    record Tokens(AccountState account, String accessToken, Duration expiresIn, String refreshToken)
            implements Refreshed {
        @Override
        public String toString() {
            return "Tokens";
        }
    }

    /** Not a token of ours, or no longer. */
    record Unknown() implements Refreshed {}

    /** The token had been exchanged before, so somebody else may have it: its sign-in has been ended. */
    record Reused() implements Refreshed {}
}
