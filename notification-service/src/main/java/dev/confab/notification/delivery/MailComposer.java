package dev.confab.notification.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.common.task.TaskRequest;
import dev.confab.notification.inbox.NotificationsConfig;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Writes the mail about a notification, as the task that sends it. */
@ApplicationScoped
class MailComposer {
    private static final String TYPE = "send-email";
    private static final String SOURCE = "/confab/notification";
    /** How chat-service names the rooms of conversations, which have no name for people. */
    private static final Pattern CONVERSATION = Pattern.compile("(dm|group)_[0-9a-f]{32}");

    private final Template html;
    private final Template text;
    private final NotificationsConfig config;
    private final ObjectMapper json;

    MailComposer(
            @Location("mail/notification.html") Template html,
            @Location("mail/notification.txt") Template text,
            NotificationsConfig config,
            ObjectMapper json) {
        this.html = html;
        this.text = text;
        this.config = config;
        this.json = json;
    }

    /** The task has the delivery's id: submitting it again changes nothing. */
    TaskRequest compose(DueDelivery due, String address) {
        String what =
                switch (due.kind()) {
                    case "reply" -> "replied to you";
                    case "announcement" -> "made an announcement";
                    case "thread" -> "replied in a thread";
                    default -> "mentioned you";
                };
        String subject = "%s %s in %s".formatted(due.actorName(), what, place(due));
        ObjectNode payload = json.createObjectNode();
        payload.put("to", address);
        payload.put("subject", subject.replaceAll("\\p{Cntrl}", " "));
        payload.put("text", filled(text, due, what).render());
        payload.put("html", filled(html, due, what).render());
        return TaskRequest.of(TYPE, payload, SOURCE)
                .withId(due.id())
                .onQueue(config.email().queue())
                .causedBy(due.requestId(), due.traceParent());
    }

    private TemplateInstance filled(Template template, DueDelivery due, String what) {
        return template.data("username", due.username())
                .data("actor", due.actorName())
                .data("what", what)
                .data("room", place(due))
                .data("text", due.text())
                .data("link", link(due.room(), due.seq()));
    }

    private static String place(DueDelivery due) {
        return CONVERSATION.matcher(due.room()).matches() ? "a conversation" : due.room();
    }

    /** To the message itself: it may be far above the newest one by then. */
    private String link(String room, long seq) {
        String base = config.webUrl().toString();
        return base + (base.endsWith("/") ? "" : "/") + "rooms/"
                + URLEncoder.encode(room, StandardCharsets.UTF_8).replace("+", "%20") + "?at=" + seq;
    }
}
