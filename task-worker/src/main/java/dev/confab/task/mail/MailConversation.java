package dev.confab.task.mail;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.runtime.Mailers;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One mail on its way to the mail server: a mailer of its own, with one connection, in a verticle of its own.
 *
 * <p>A mailer that is shared cannot be used here. It has no means to end a conversation; undeploying the verticle closes
 * the connection whatever state it is in. And calls from several threads make its pool hand a connection from one event
 * loop to another: a greeting that arrives in between is lost, and both sides wait for each other. In a verticle
 * everything happens on one event loop.
 */
final class MailConversation extends AbstractVerticle {
    private final FreshMailers mailers;
    private final Mail mail;
    private final CompletableFuture<@Nullable Void> taken = new CompletableFuture<>();
    private @Nullable Mailers mailer;
    private Future<Void> end = Future.succeededFuture();

    MailConversation(FreshMailers mailers, Mail mail) {
        this.mailers = mailers;
        this.mail = mail;
    }

    /**
     * Returns when the mail server has taken the mail, which it may also have when this fails.
     *
     * @throws ExecutionException with what the server or the connection said
     * @throws TimeoutException when that took too long
     */
    void hold(Vertx host, Duration timeout) throws ExecutionException, TimeoutException, InterruptedException {
        Future<String> deployed = host.deployVerticle(this).onFailure(taken::completeExceptionally);
        try {
            taken.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            end = deployed.compose(host::undeploy);
        }
    }

    /** Completes when the connection is closed. It is being closed already when {@link #hold} returns. */
    Future<Void> end() {
        return end;
    }

    @Override
    public void start() {
        try {
            Mailers own = mailers.make(vertx);
            mailer = own;
            own.reactiveMailerFromName(Mailers.DEFAULT_MAILER_NAME)
                    .send(mail)
                    .subscribe()
                    .with(taken::complete, taken::completeExceptionally);
        } catch (RuntimeException failed) {
            taken.completeExceptionally(failed);
        }
    }

    @Override
    public void stop() {
        if (mailer != null) {
            mailer.stop();
        }
    }
}
