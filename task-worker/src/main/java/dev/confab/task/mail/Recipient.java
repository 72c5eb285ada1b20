package dev.confab.task.mail;

import java.net.IDN;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address that mail can be sent to: plain, without a name or comment, so that nothing in it can be read as more than
 * one address or as a command. International domains are written as mail servers expect them.
 */
record Recipient(String address) {
    private static final int LONGEST = 254;
    private static final int LONGEST_DOMAIN = 253;
    private static final Pattern LOCAL_PART =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");
    private static final int LONGEST_LOCAL_PART = 64;
    private static final Pattern DOMAIN =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*");

    /** Empty where it is not one address. */
    static Optional<Recipient> of(String written) {
        int at = written.lastIndexOf('@');
        if (at < 1 || at > LONGEST_LOCAL_PART || written.length() > LONGEST) {
            return Optional.empty();
        }
        String local = written.substring(0, at);
        String domain;
        try {
            domain = IDN.toASCII(written.substring(at + 1));
        } catch (IllegalArgumentException noDomain) {
            return Optional.empty();
        }
        boolean wellFormed = LOCAL_PART.matcher(local).matches()
                && domain.length() <= LONGEST_DOMAIN
                && DOMAIN.matcher(domain).matches();
        return wellFormed ? Optional.of(new Recipient(local + "@" + domain)) : Optional.empty();
    }
}
