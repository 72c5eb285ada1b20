package dev.confab.common.error;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every error that a client can see. The {@linkplain #code() code} is stable for ever and the same in REST, on the wire
 * and on the command line; messages are for people and may change. A temporary error is worth repeating unchanged later.
 */
public enum ErrorCode {
    /** The text is not JSON at all. */
    MALFORMED_JSON(400, "Malformed JSON"),
    /** A frame lacks a field or has one of the wrong type; the message names it. */
    INVALID_FRAME(400, "Invalid frame"),
    /** A frame of a type that this server does not know. */
    UNKNOWN_TYPE(400, "Unknown frame type"),
    /** A request whose fields or parameters are not acceptable; REST lists them in {@code errors}. */
    INVALID_REQUEST(400, "Invalid request"),

    /** There is no credential, or it is not one of ours. */
    NOT_AUTHENTICATED(401, "Not signed in"),
    /** The access token was genuine and is over; refresh it. */
    TOKEN_EXPIRED(401, "Token expired"),
    /** Wrong name or password; which of them is never told. */
    BAD_CREDENTIALS(401, "Wrong username or password"),

    /** Signed in, but not allowed to do this. */
    FORBIDDEN(403, "Not allowed"),
    /** A change authenticated by cookie came without the matching CSRF token. */
    CSRF_FAILED(403, "CSRF token missing or wrong"),
    /** The account is banned. */
    BANNED(403, "Account banned"),
    /** The caller is banned from this room. */
    BANNED_FROM_ROOM(403, "Banned from the room"),
    /** The page that opened the connection is served from an origin that is not allowed. */
    ORIGIN_REFUSED(403, "Origin refused"),

    NOT_FOUND(404, "Not found"),
    /** There is no such room, or the caller may not know of it. */
    ROOM_NOT_FOUND(404, "Room not found"),
    USER_NOT_FOUND(404, "User not found"),
    INVITATION_NOT_FOUND(404, "Invitation not found"),
    REPORT_NOT_FOUND(404, "Report not found"),
    TASK_NOT_FOUND(404, "Task not found"),
    /** A message that answers another names one that the room does not have. */
    REPLY_TARGET_NOT_FOUND(404, "Message to reply to not found"),
    /** There is no such file, or the caller may not fetch or send it. */
    ATTACHMENT_NOT_FOUND(404, "File not found"),
    /** The room has no such message, or it was deleted. */
    MESSAGE_NOT_FOUND(404, "Message not found"),
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    NOT_ACCEPTABLE(406, "Not acceptable"),

    /** The request contradicts the present state. */
    CONFLICT(409, "Conflict"),
    USERNAME_TAKEN(409, "Username taken"),
    EMAIL_TAKEN(409, "E-mail address taken"),
    ROOM_EXISTS(409, "Room exists"),
    /** Nobody may post in this room until it is opened again. */
    ROOM_CLOSED(409, "Room closed"),
    /** A command for a room that this connection has not joined. */
    NOT_JOINED(409, "Room not joined"),
    /** A second {@code hello} on one connection. */
    ALREADY_GREETED(409, "Already greeted"),
    /** A message has as many different reactions as it may, a room as many pinned messages. */
    TOO_MANY(409, "Too many"),
    PAYLOAD_TOO_LARGE(413, "Payload too large"),
    /** The files of this person, or of this room, take as much space as they may. */
    QUOTA_EXCEEDED(413, "No space left"),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
    /** The content of an uploaded file is not what its name or its sender says. */
    ATTACHMENT_TYPE_MISMATCH(415, "File of another type"),
    /** Files of this type are not accepted by this server. */
    ATTACHMENT_TYPE_REFUSED(415, "File type not accepted"),

    MESSAGE_TOO_LONG(422, "Message too long"),
    MESSAGE_BLANK(422, "Message blank"),
    /** The message contains a word that this server does not accept. */
    BANNED_WORDS(422, "Message not accepted"),
    /** An uploaded image has more pixels than this server accepts. */
    IMAGE_TOO_LARGE(422, "Image too large"),
    /** An uploaded image is damaged. */
    IMAGE_UNREADABLE(422, "Image not readable"),
    WEAK_PASSWORD(422, "Password too weak"),
    /** A task of a type for which there is no handler. */
    UNKNOWN_TASK_TYPE(422, "Unknown task type"),
    /** A task for a queue that this server does not have. */
    UNKNOWN_QUEUE(422, "Unknown queue"),

    /** Too fast; {@code retryAfterMs} says when the next try can succeed. */
    RATE_LIMITED(429, "Too many requests", true),
    /** The room is slow: {@code retryAfterMs} says when the author may post there again. */
    SLOW_MODE(429, "Slow mode", true),
    /** The connection has joined as many rooms as it may; leaving one makes space. */
    TOO_MANY_ROOMS(429, "Too many rooms"),
    /** A bounded queue is full; nothing of the request was done. */
    OVERLOADED(503, "Overloaded", true),
    /** Something that the request needs (the database ...) cannot be reached. */
    UNAVAILABLE(503, "Temporarily unavailable", true),
    /** A defect of the server; its log has the details under the request id. */
    INTERNAL(500, "Internal error");

    private static final Map<String, ErrorCode> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ErrorCode::code, Function.identity()));

    private final String code = name().toLowerCase(Locale.ROOT);
    private final int status;
    private final String title;
    private final boolean temporary;

    ErrorCode(int status, String title) {
        this(status, title, false);
    }

    ErrorCode(int status, String title, boolean temporary) {
        this.status = status;
        this.title = title;
        this.temporary = temporary;
    }

    /** The stable code as clients see it, lower snake case, for example {@code room_not_found}. */
    public String code() {
        return code;
    }

    /** The HTTP status that goes with it in REST. */
    public int status() {
        return status;
    }

    /** A short heading for people, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** Whether the same request can succeed later without being changed. */
    public boolean temporary() {
        return temporary;
    }

    /** Finds a code as it appears on the wire. */
    public static Optional<ErrorCode> of(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }
}
