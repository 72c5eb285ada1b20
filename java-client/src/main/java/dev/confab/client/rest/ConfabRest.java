package dev.confab.client.rest;

import dev.confab.client.AccessTokens;
import dev.confab.client.ConfabException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * confab's REST API for one user. Calls block until they are answered and throw {@link ConfabApiException} when the
 * server refuses, {@link ConfabException} with code {@code unreachable} when it does not answer. Nothing is tried
 * twice, with one exception: an expired access token is exchanged and the call made again. Thread-safe.
 */
public final class ConfabRest {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final ApiTransport transport;
    private final ApiSession session;

    private ConfabRest(ApiTransport transport, ApiSession session) {
        this.transport = transport;
        this.session = session;
    }

    /** A client of the deployment at {@code base} (for example {@code http://localhost:8080}); nobody is signed in. */
    public static ConfabRest at(URI base) {
        return at(base, TokenStore.inMemory());
    }

    /** A client that starts with the tokens of {@code store} and keeps them there when they change. */
    public static ConfabRest at(URI base, TokenStore store) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
        return at(base, store, http, InstantSource.system());
    }

    public static ConfabRest at(URI base, TokenStore store, HttpClient http, InstantSource time) {
        ApiTransport transport = new ApiTransport(base, http);
        return new ConfabRest(transport, new ApiSession(transport, store, time));
    }

    public URI base() {
        return transport.base();
    }

    /** Creates an account and signs in as it. */
    public Account register(String username, String email, String password) {
        return session.signIn("api/auth/register", Map.of("username", username, "email", email, "password", password));
    }

    public Account login(String username, String password) {
        return session.signIn("api/auth/login", Map.of("username", username, "password", password));
    }

    /** Ends the session on the server and forgets the tokens, the latter in any case. */
    public void logout() {
        session.signOut();
    }

    public boolean signedIn() {
        return session.signedIn();
    }

    /** The tokens for a connection; renewing goes through this client's store. */
    public AccessTokens accessTokens() {
        return session;
    }

    /** The access token as it is now, renewed if it was about to expire; null when nobody is signed in. */
    public @Nullable String accessToken() {
        return session.current();
    }

    public Account me() {
        return session.call("GET", "api/me", null).as(Account.class);
    }

    /** Changes the password. All other sessions end; this one may as well: sign in again after it. */
    public void changePassword(String currentPassword, String newPassword) {
        session.call("POST", "api/me/password", Map.of("currentPassword", currentPassword, "newPassword", newPassword));
    }

    public RoomsApi rooms() {
        return new RoomsApi(session);
    }

    /** Keeping order in rooms. */
    public ModerationApi moderation() {
        return new ModerationApi(session);
    }

    /** The user's notifications, at the notification-service at {@code service}, which trusts the same sign-in. */
    public NotificationsApi notifications(URI service) {
        return new NotificationsApi(session.at(service));
    }

    /** What only staff may do. */
    public UsersApi users() {
        return new UsersApi(session);
    }

    /**
     * Background tasks, for staff. The sign-in is presented to task-worker as well.
     *
     * @param taskWorker where it is, for example {@code http://localhost:8082}
     */
    public TasksApi tasks(URI taskWorker) {
        return new TasksApi(session.at(taskWorker));
    }

    /** Tasks that were given up, for staff; as {@link #tasks}. */
    public DeadLettersApi deadLetters(URI taskWorker) {
        return new DeadLettersApi(session.at(taskWorker));
    }

    /**
     * The service's own view of its parts, whether good or bad.
     *
     * @throws ConfabException code {@code unreachable} or {@code bad_answer}
     */
    public HealthReport health(Duration timeout) {
        return transport.exchangeAnyStatus("GET", "q/health", timeout).as(HealthReport.class);
    }
}
