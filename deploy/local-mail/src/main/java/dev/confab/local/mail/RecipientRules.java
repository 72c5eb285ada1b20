package dev.confab.local.mail;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.RejectException;

/**
 * What the server answers to {@code RCPT TO}, to try how senders cope. Kept in memory only: a server that was started
 * again accepts everybody. Thread-safe.
 */
final class RecipientRules {
    /** Every address that no other rule names. */
    static final String EVERYBODY = "*";

    static final int MOST = 1000;
    private static final int REFUSED = 550;
    private static final int NOT_NOW = 451;

    /** What an address gets instead of being accepted. */
    enum Answer {
        /** Refused for good, 550. */
        REFUSE,
        /** Not now, 451. */
        FAIL,
        /** Nothing, until the rule is gone. */
        STALL
    }

    /**
     * One rule.
     *
     * @param recipient an address in any case, or {@value #EVERYBODY}
     */
    record Rule(String recipient, Answer answer) {
        Rule {
            recipient = recipient.strip().toLowerCase(Locale.ROOT);
            if (recipient.isEmpty()) {
                throw new IllegalArgumentException("a rule without a recipient");
            }
        }
    }

    private List<Rule> rules = List.of();

    synchronized List<Rule> all() {
        return rules;
    }

    /** Replaces all rules; whoever was kept waiting is answered by the new ones. */
    synchronized void replace(List<Rule> fresh) {
        if (fresh.size() > MOST) {
            throw new IllegalArgumentException("more than " + MOST + " rules");
        }
        rules = List.copyOf(fresh);
        notifyAll();
    }

    /** Returns when the recipient is accepted; blocks while it is kept waiting. */
    void check(String recipient) throws RejectException {
        Answer answer = answerTo(recipient);
        if (answer == Answer.REFUSE) {
            throw new RejectException(REFUSED, "5.1.1 <" + recipient + "> is refused here");
        }
        if (answer == Answer.FAIL) {
            throw new RejectException(NOT_NOW, "4.3.0 <" + recipient + "> cannot be served now");
        }
    }

    private synchronized @Nullable Answer answerTo(String recipient) throws RejectException {
        try {
            while (true) {
                Answer answer = find(recipient);
                if (answer != Answer.STALL) {
                    return answer;
                }
                wait();
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new RejectException(NOT_NOW, "4.3.2 the server stops");
        }
    }

    private @Nullable Answer find(String recipient) {
        String address = recipient.strip().toLowerCase(Locale.ROOT);
        return rule(address).or(() -> rule(EVERYBODY)).map(Rule::answer).orElse(null);
    }

    private Optional<Rule> rule(String recipient) {
        return rules.stream().filter(rule -> rule.recipient().equals(recipient)).findFirst();
    }
}
