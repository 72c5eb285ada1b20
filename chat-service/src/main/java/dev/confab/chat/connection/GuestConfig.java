package dev.confab.chat.connection;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** People without an account. */
@ConfigMapping(prefix = "confab.guests")
public interface GuestConfig {

    /** Whether people who are not signed in may talk in public rooms, as `Anonymous`. */
    @WithDefault("false")
    boolean enabled();
}
