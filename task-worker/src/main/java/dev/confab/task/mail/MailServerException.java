package dev.confab.task.mail;

/** The mail server could not be reached, did not answer, or asked to come back later: worth another try. */
final class MailServerException extends Exception {
    MailServerException(String message) {
        super(message);
    }

    MailServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
