package dev.confab.local.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;

/** One mail on its way in. It is on disk before the client hears that it was taken. */
final class SmtpDelivery implements MessageHandler {
    private static final int LOCAL_ERROR = 451;
    private static final int TOO_LARGE = 552;

    private final MailStore store;
    private final RecipientRules rules;
    private final List<String> recipients = new ArrayList<>();
    private String sender = "";

    SmtpDelivery(MailStore store, RecipientRules rules) {
        this.store = store;
        this.rules = rules;
    }

    @Override
    public void from(String address) {
        sender = address;
    }

    @Override
    public void recipient(String address) throws RejectException {
        rules.check(address);
        recipients.add(address);
    }

    @Override
    public String data(InputStream content) throws RejectException, IOException {
        byte[] mail = content.readNBytes(MailStore.MAIL_LIMIT_BYTES + 1);
        if (mail.length > MailStore.MAIL_LIMIT_BYTES) {
            content.transferTo(OutputStream.nullOutputStream());
            throw new RejectException(TOO_LARGE, "5.3.4 the mail is too large");
        }
        try {
            return "2.0.0 kept as " + store.add(sender, recipients, mail).id();
        } catch (IOException noSpace) {
            throw new RejectException(LOCAL_ERROR, "4.3.0 the mail could not be stored");
        }
    }

    @Override
    public void done() {}
}
