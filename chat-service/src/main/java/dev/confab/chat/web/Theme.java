package dev.confab.chat.web;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The colour scheme that somebody chose, kept in a cookie so that the first paint is right already. */
enum Theme {
    SYSTEM,
    LIGHT,
    DARK;

    static final String COOKIE = "confab_theme";

    /** Anything unknown is the system's own. */
    static Theme of(@Nullable String cookie) {
        for (Theme theme : values()) {
            if (theme.wireName().equals(cookie)) {
                return theme;
            }
        }
        return SYSTEM;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
