package dev.confab.local.mail;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The HTML of the page. Everything that came by mail is escaped; HTML mails are shown in a frame of their own. */
final class InboxPage {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM, HH:mm:ss", Locale.ENGLISH).withZone(ZoneId.systemDefault());
    private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"']*[^\\s<>\"'.,;:!?)]");

    private InboxPage() {}

    static String list(List<StoredMail> mails, Optional<String> recipient, int all) {
        StringBuilder body = new StringBuilder();
        body.append("<header><h1>Mail inbox</h1><form method=\"get\" action=\"/\"><input type=\"search\" name=\"to\" ")
                .append("placeholder=\"Recipient\" aria-label=\"Only mails to this address\" value=\"")
                .append(escape(recipient.orElse("")))
                .append("\"></form>");
        if (all > 0) {
            body.append("<form method=\"post\" action=\"/clear\"><button>Delete all</button></form>");
        }
        body.append("</header><main>");
        if (mails.isEmpty()) {
            body.append("<p class=\"empty\">")
                    .append(
                            recipient.isPresent()
                                    ? "No mail to this address."
                                    : "No mail yet. It appears here by itself.")
                    .append("</p>");
        } else {
            body.append("<ul class=\"mails\">");
            mails.forEach(mail -> row(body, mail));
            body.append("</ul>");
        }
        return page("Mail inbox", "<meta http-equiv=\"refresh\" content=\"5\">", body.append("</main>"));
    }

    private static void row(StringBuilder body, StoredMail mail) {
        body.append("<li><a href=\"/mails/")
                .append(mail.id())
                .append("\"><span class=\"subject\">")
                .append(escape(mail.subject().isBlank() ? "(no subject)" : mail.subject()))
                .append("</span><span class=\"who\">to ")
                .append(escape(String.join(", ", mail.recipients())))
                .append("</span><time>")
                .append(TIME.format(mail.receivedAt()))
                .append("</time></a></li>");
    }

    static String mail(StoredMail mail, MailContent content) {
        String subject = mail.subject().isBlank() ? "(no subject)" : mail.subject();
        StringBuilder body = new StringBuilder();
        body.append("<header><a href=\"/\" class=\"back\">&larr; Inbox</a></header><main><article><h1>")
                .append(escape(subject))
                .append("</h1><dl class=\"envelope\">");
        term(body, "From", mail.sender());
        term(body, "To", String.join(", ", mail.recipients()));
        term(body, "Received", TIME.format(mail.receivedAt()));
        body.append("</dl>");
        if (content.html() != null) {
            body.append(
                            "<iframe title=\"The mail as HTML\" sandbox=\"allow-popups allow-popups-to-escape-sandbox\" src=\"/mails/")
                    .append(mail.id())
                    .append("/html\"></iframe>");
        }
        String text = content.text();
        if (text != null) {
            body.append(content.html() == null ? "" : "<h2>As plain text</h2>")
                    .append("<pre class=\"text\">")
                    .append(linked(text))
                    .append("</pre>");
        }
        if (!content.attachments().isEmpty()) {
            body.append("<h2>Attached</h2><ul>");
            content.attachments()
                    .forEach(name -> body.append("<li>").append(escape(name)).append("</li>"));
            body.append("</ul>");
        }
        body.append("<details><summary>Headers</summary><dl class=\"headers\">");
        content.headers().forEach(header -> term(body, header.name(), header.value()));
        body.append("</dl></details><p class=\"raw\"><a href=\"/mails/")
                .append(mail.id())
                .append("/raw\">As it was sent</a></p></article></main>");
        return page(subject, "", body);
    }

    private static void term(StringBuilder body, String name, String value) {
        body.append("<dt>")
                .append(escape(name))
                .append("</dt><dd>")
                .append(escape(value))
                .append("</dd>");
    }

    private static String page(String title, String head, CharSequence body) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                %s
                <title>%s</title>
                <link rel="stylesheet" href="/inbox.css">
                </head>
                <body>%s</body>
                </html>
                """.formatted(head, escape(title), body);
    }

    private static String linked(String text) {
        StringBuilder result = new StringBuilder();
        Matcher link = LINK.matcher(text);
        int end = 0;
        while (link.find()) {
            String url = escape(link.group());
            result.append(escape(text.substring(end, link.start())))
                    .append("<a rel=\"noopener noreferrer\" target=\"_blank\" href=\"")
                    .append(url)
                    .append("\">")
                    .append(url)
                    .append("</a>");
            end = link.end();
        }
        return result.append(escape(text.substring(end))).toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
