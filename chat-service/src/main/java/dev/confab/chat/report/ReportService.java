package dev.confab.chat.report;

import dev.confab.chat.action.ActionLimit;
import dev.confab.chat.message.MessageAccess;
import dev.confab.chat.message.MessageTarget;
import dev.confab.chat.personal.PersonalEvents;
import dev.confab.chat.report.ReportRepository.Wanted;
import dev.confab.chat.revision.RevisionService;
import dev.confab.chat.room.AccessMode;
import dev.confab.chat.room.ModerationService;
import dev.confab.chat.room.RoomAccess;
import dev.confab.chat.room.RoomStanding;
import dev.confab.chat.room.ShortText;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.id.Uuid7;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.stream.AppendRequest;
import dev.confab.common.stream.StreamLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes reports and carries out what is decided about them. A decision, what it does and the news of it are one
 * transaction; it counts for all open reports of the message. Who may see the reports of the room learns in the personal
 * stream that they have changed. All streams of a change are locked at once, and before the rows of reports. Methods block:
 * call them on a virtual thread.
 */
@ApplicationScoped
class ReportService {

    private static final int MAX_REASON = 500;
    private static final int LIMIT = 200;
    private static final String CHANGED = "reports.changed";

    private final RoomAccess rooms;
    private final MessageAccess messages;
    private final ReportRepository reports;
    private final RevisionService revisions;
    private final ModerationService moderation;
    private final PersonalEvents events;
    private final StreamLog log;
    private final ActionLimit limit;
    private final InstantSource clock;

    ReportService(
            RoomAccess rooms,
            MessageAccess messages,
            ReportRepository reports,
            RevisionService revisions,
            ModerationService moderation,
            PersonalEvents events,
            StreamLog log,
            ActionLimit limit,
            InstantSource clock) {
        this.rooms = rooms;
        this.messages = messages;
        this.reports = reports;
        this.revisions = revisions;
        this.moderation = moderation;
        this.events = events;
        this.log = log;
        this.limit = limit;
        this.clock = clock;
    }

    /** A report, and whether it is new. */
    record Made(Report report, boolean fresh) {}

    /**
     * Reports a message; a second time changes nothing.
     *
     * @throws ConfabException {@code room_not_found}, {@code message_not_found}, {@code forbidden} for guests,
     *     {@code invalid_request} without a reason, {@code rate_limited}
     */
    @Transactional
    Made report(String room, String messageId, @Nullable String reason, UserIdentity reporter) {
        MessageTarget target = messages.require(room, messageId, reporter, AccessMode.READ);
        String text = ShortText.require("reason", reason, MAX_REASON);
        limit.require(reporter);
        boolean fresh = reports.add(Uuid7.create(), target.room().id(), target.messageId(), reporter.id(), text, now());
        Report made = reports.ofReporter(target.messageId(), reporter.id())
                .filter(report -> report.roomId().equals(target.room().id()))
                .orElseThrow(MessageAccess::notFound);
        if (fresh) {
            log.appendAllInTransaction(news(made, reporter));
        }
        return new Made(made, fresh);
    }

    /**
     * The reports of a room, the newest first. For moderators.
     *
     * @throws ConfabException {@code room_not_found}, {@code forbidden}
     */
    @Transactional
    List<Report> ofRoom(String room, Wanted wanted, UserIdentity user) {
        return reports.ofRoom(rooms.require(room, user, AccessMode.MODERATE).id(), wanted, LIMIT);
    }

    /** The reports of all rooms, the newest first. For staff, as the caller has checked. */
    @Transactional
    List<Report> all(Wanted wanted) {
        return reports.all(wanted, LIMIT);
    }

    /**
     * Decides a report.
     *
     * @throws ConfabException {@code report_not_found}, also for people who do not see the room; {@code forbidden} for all
     *     but its moderators; {@code conflict} for a report that is decided; and what speaks against carrying it out
     */
    @Transactional
    Report resolve(UUID id, Resolution resolution, @Nullable String note, UserIdentity judge) {
        String text = ShortText.optional("note", note, MAX_REASON);
        Report report = reports.find(id).orElseThrow(ReportService::notFound);
        standing(report, judge).require(AccessMode.MODERATE);
        if (!report.isOpen()) {
            throw decidedAlready();
        }
        List<AppendRequest> news = news(report, judge);
        switch (resolution) {
            case DISMISSED -> log.appendAllInTransaction(news);
            case MESSAGE_DELETED ->
                revisions.delete(
                        messages.require(report.room(), report.messageId().toString(), judge, AccessMode.MODERATE),
                        news);
            case USER_BANNED -> moderation.ban(report.room(), report.author().username(), text, null, judge, news);
        }
        if (!reports.resolve(report.messageId(), resolution, text, judge.id(), now())) {
            throw decidedAlready();
        }
        return reports.find(id).orElseThrow(ReportService::notFound);
    }

    private List<AppendRequest> news(Report report, UserIdentity actor) {
        Changed changed = new Changed(report.room(), report.roomId());
        return reports.audience(report.roomId()).stream()
                .map(person -> events.of(person, actor, CHANGED, null, changed))
                .toList();
    }

    private RoomStanding standing(Report report, UserIdentity user) {
        try {
            return rooms.standing(report.room(), user);
        } catch (ConfabException refused) {
            throw refused.code() == ErrorCode.ROOM_NOT_FOUND ? notFound() : refused;
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static ConfabException notFound() {
        return new ConfabException(ErrorCode.REPORT_NOT_FOUND, "There is no such report.");
    }

    private static ConfabException decidedAlready() {
        return new ConfabException(ErrorCode.CONFLICT, "This report is decided already.");
    }

    /** What of which room: who wants to know more asks for the list. */
    private record Changed(String room, UUID roomId) {}
}
