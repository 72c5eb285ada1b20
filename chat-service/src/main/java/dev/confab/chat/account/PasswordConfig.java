package dev.confab.chat.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.OptionalInt;

/** How passwords are hashed (Argon2id). Stored hashes keep their own numbers and are made anew at the next login. */
@ConfigMapping(prefix = "confab.passwords")
interface PasswordConfig {

    /** Memory of one hash in KiB. */
    @WithDefault("19456")
    @Min(1)
    int memoryKib();

    /** Passes over that memory. */
    @WithDefault("2")
    @Min(1)
    int iterations();

    /** Hashes that are computed at once, each in its own memory; absent means one for each processor. */
    OptionalInt concurrency();

    /** Hashes that may wait for their turn; more are refused as overloaded. */
    @WithDefault("64")
    @Min(1)
    int queue();

    /** How long a hash may wait for its turn before it is refused as overloaded. */
    @WithDefault("5S")
    Duration patience();
}
