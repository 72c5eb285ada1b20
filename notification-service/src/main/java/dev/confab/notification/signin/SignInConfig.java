package dev.confab.notification.signin;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How browsers that have a session of chat-service are recognised. */
@ConfigMapping(prefix = "confab.sign-in")
public interface SignInConfig {

    /** Where chat-service exchanges a session cookie for an access token. */
    @WithDefault("http://localhost:8080/api/auth/token")
    URI tokenUrl();

    /** How long an answer of chat-service is good for, at most a minute: so long a logout may take to be noticed. */
    @WithDefault("30s")
    Duration cacheFor();

    /** How many cookies are remembered. */
    @WithDefault("50000")
    @Min(0)
    int cacheSize();

    /** How long chat-service may take to answer; after that the caller is told to try again. */
    @WithDefault("5s")
    @DurationMin(millis = 1)
    Duration timeout();
}
