package dev.confab.notification.intake;

import dev.confab.common.notice.NoticeRequest;
import dev.confab.notification.inbox.Notification;
import dev.confab.notification.inbox.NotificationKind;
import dev.confab.notification.inbox.StoredNotification;
import dev.confab.notification.intake.IncomingEvent.MessagePosted;
import dev.confab.notification.intake.IncomingEvent.NotificationRequested;
import dev.confab.notification.intake.IncomingEvent.Person;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Whom a message notifies of what. */
final class NotificationRules {
    private static final int EXCERPT = 280;

    private NotificationRules() {}

    /** One notification for each person concerned: a reply before a mention before a thread, never one for the author. */
    static List<StoredNotification> of(MessagePosted message) {
        return of(message, message.seq());
    }

    /**
     * The same for whom an edit names.
     *
     * @param place of the event by which they are told
     */
    static List<StoredNotification> of(MessagePosted message, long place) {
        Map<UUID, NotificationKind> kinds = new LinkedHashMap<>();
        if (message.repliesTo() != null) {
            kinds.put(message.repliesTo().id(), NotificationKind.REPLY);
        }
        for (Person mentioned : message.mentions()) {
            kinds.putIfAbsent(mentioned.id(), NotificationKind.MENTION);
        }
        for (Person follower : message.followers()) {
            kinds.putIfAbsent(follower.id(), NotificationKind.THREAD);
        }
        kinds.remove(message.author().id());
        return kinds.entrySet().stream()
                .map(entry -> new StoredNotification(
                        notification(message, entry.getKey(), entry.getValue()), message.cause(), place))
                .toList();
    }

    /** One notification for each person who is asked for, never one for who caused it. */
    static List<StoredNotification> of(NotificationRequested requested) {
        NoticeRequest request = requested.request();
        return request.recipients().stream()
                .distinct()
                .filter(recipient -> !recipient.equals(request.actorId()))
                .map(recipient ->
                        new StoredNotification(notification(request, recipient), requested.cause(), request.seq()))
                .toList();
    }

    /** The people whom a message may notify, by id. */
    static Map<UUID, String> peopleIn(MessagePosted message) {
        Map<UUID, String> people = new LinkedHashMap<>();
        if (message.repliesTo() != null) {
            people.put(message.repliesTo().id(), message.repliesTo().username());
        }
        message.mentions().forEach(person -> people.put(person.id(), person.username()));
        message.followers().forEach(person -> people.put(person.id(), person.username()));
        people.remove(message.author().id());
        return people;
    }

    private static Notification notification(MessagePosted message, UUID recipient, NotificationKind kind) {
        return new Notification(
                Notification.idOf(message.eventId(), recipient),
                recipient,
                message.eventId(),
                kind,
                message.room(),
                message.roomId(),
                message.seq(),
                message.incarnation(),
                message.author().id(),
                message.author().username(),
                null,
                excerpt(message.text()),
                message.time(),
                null);
    }

    private static Notification notification(NoticeRequest request, UUID recipient) {
        int incarnation = request.epoch().lastIndexOf('-');
        return new Notification(
                Notification.idOf(request.eventId(), recipient),
                recipient,
                request.eventId(),
                NotificationKind.ofWireName(request.kind()),
                request.room(),
                request.roomId(),
                request.seq(),
                incarnation < 0 ? request.epoch() : request.epoch().substring(0, incarnation),
                request.actorId(),
                request.actorName(),
                request.title(),
                excerpt(request.text()),
                request.time(),
                null);
    }

    /** The beginning of a text, never with half a character. */
    static String excerpt(String text) {
        if (text.codePointCount(0, text.length()) <= EXCERPT) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, EXCERPT - 1)) + "\u2026";
    }
}
