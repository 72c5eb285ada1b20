package dev.confab.task.mail;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Conversations with the mail server. One that takes too long is given up on, but it cannot be ended: it keeps its place
 * until the server answers or the connection breaks, and its mail may still arrive. So a server that does not answer is
 * soon left alone, and what waits for it is bounded.
 */
@ApplicationScoped
class MailSender {
    private final ReactiveMailer mailer;
    private final Semaphore places;
    private final Duration timeout;

    MailSender(ReactiveMailer mailer, MailConfig config) {
        this.mailer = mailer;
        this.places = new Semaphore(config.connections());
        this.timeout = config.timeout();
    }

    /**
     * Returns when the mail server has taken the mail. Blocks; an interrupted caller leaves at once.
     *
     * @throws Exception as {@link MailFailure} has it
     */
    void send(Mail mail) throws Exception {
        if (!places.tryAcquire()) {
            throw new MailServerException("the mail server has not answered earlier mails yet");
        }
        CompletableFuture<Void> taken;
        try {
            taken = mailer.send(mail).subscribeAsCompletionStage();
        } catch (RuntimeException failed) {
            places.release();
            throw MailFailure.of(failed);
        }
        var _ = taken.whenComplete((_, _) -> places.release());
        try {
            taken.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw MailFailure.of(failed.getCause());
        } catch (TimeoutException tooLong) {
            throw new MailServerException(
                    "the mail server did not answer within " + timeout.toMillis() + " ms", tooLong);
        }
    }
}
