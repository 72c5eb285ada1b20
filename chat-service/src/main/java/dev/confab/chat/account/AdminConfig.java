package dev.confab.chat.account;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** The first administrator. */
@ConfigMapping(prefix = "confab.admin")
interface AdminConfig {

    /**
     * The password with which the account {@code admin} is created at the start, if there is no such account. Later
     * starts leave the account as it is. Set it through the environment variable {@code CONFAB_ADMIN_PASSWORD}.
     */
    Optional<String> password();
}
