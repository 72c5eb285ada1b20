package dev.confab.task.mail;

import io.quarkus.mailer.Mail;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Conversations with the mail server, a bounded number at a time. One that takes too long is ended, so a server that does
 * not answer holds nothing for longer than the timeout.
 */
@ApplicationScoped
class MailSender {
    private final Vertx vertx;
    private final FreshMailers mailers;
    private final Semaphore places;
    private final Duration timeout;

    MailSender(Vertx vertx, FreshMailers mailers, MailConfig config) {
        this.vertx = vertx;
        this.mailers = mailers;
        this.places = new Semaphore(config.connections());
        this.timeout = config.timeout();
    }

    /**
     * Returns when the mail server has taken the mail. Blocks, for twice the timeout at most: once for a place, once for the
     * conversation. An interrupted caller leaves at once.
     *
     * @throws Exception as {@link MailFailure} has it
     */
    void send(Mail mail) throws Exception {
        if (!places.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new MailServerException("no other mail was done within " + timeout.toMillis() + " ms");
        }
        MailConversation conversation = new MailConversation(mailers, mail);
        try {
            conversation.hold(vertx, timeout);
        } catch (ExecutionException failed) {
            throw MailFailure.of(failed.getCause());
        } catch (TimeoutException tooLong) {
            throw new MailServerException(
                    "the mail server did not answer within " + timeout.toMillis() + " ms", tooLong);
        } finally {
            var _ = conversation.end().onComplete(_ -> places.release());
        }
    }
}
