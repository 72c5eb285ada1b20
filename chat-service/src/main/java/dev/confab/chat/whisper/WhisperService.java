package dev.confab.chat.whisper;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.chat.account.Username;
import dev.confab.chat.message.MessageRules;
import dev.confab.chat.message.MessageService;
import dev.confab.chat.message.MessagesConfig;
import dev.confab.chat.message.SlowMode;
import dev.confab.chat.personal.Person;
import dev.confab.chat.personal.PersonalEvents;
import dev.confab.chat.room.AccessMode;
import dev.confab.chat.room.RoomAccess;
import dev.confab.chat.room.RoomPolicies;
import dev.confab.chat.room.RoomPolicy;
import dev.confab.chat.room.RoomRef;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.id.Uuid7;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.ratelimit.Decision;
import dev.confab.common.ratelimit.Limit;
import dev.confab.common.ratelimit.RateLimiter;
import dev.confab.common.stream.AppendRequest;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamLog;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages to some of the people in a room. The personal streams of exactly these and of the author get the event
 * {@code message.whispered}, all in one transaction: either everybody has it or nobody, those who are away find it when
 * they come back, and no stream that anybody else may read ever holds it.
 */
@ApplicationScoped
public class WhisperService {

    static final int MAX_PEOPLE = 50;

    private final RoomAccess access;
    private final MessageRules rules;
    private final RoomPolicies policies;
    private final RateLimiter limiter;
    private final Limit limit;
    private final WhisperRepository whispers;
    private final PersonalEvents events;
    private final StreamLog log;
    private final ObjectMapper json;
    private final InstantSource clock;

    WhisperService(
            RoomAccess access,
            MessageRules rules,
            RoomPolicies policies,
            RateLimiter limiter,
            MessagesConfig config,
            WhisperRepository whispers,
            PersonalEvents events,
            StreamLog log,
            ObjectMapper json,
            InstantSource clock) {
        this.access = access;
        this.rules = rules;
        this.policies = policies;
        this.limiter = limiter;
        this.limit = new Limit(config.rateLimit(), config.ratePeriod());
        this.whispers = whispers;
        this.events = events;
        this.log = log;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Stores a whisper and distributes it. The author must be allowed to post in the room, and everybody who is named to
     * read it; if one of them is not, nobody receives anything. Counts as a message in the author's rate and in a slow room. A repeat of a
     * {@code clientMessageId} is answered with the first result. Blocks; call it on a virtual thread, outside of a
     * transaction.
     *
     * @throws ConfabException as posting a message does; {@code user_not_found} names who is no reader of the room
     */
    public Whispered whisper(String roomName, UserIdentity author, WhisperRequest request) {
        RoomRef room = access.require(roomName, author, AccessMode.POST);
        if (author.isGuest()) {
            throw new ConfabException(ErrorCode.FORBIDDEN, "Guests cannot whisper.");
        }
        String clientMessageId = MessageRules.checkedClientMessageId(request.clientMessageId());
        String text = rules.checkedText(request.text());
        Map<String, String> names = names(request.to());
        RoomPolicy policy = policies.require(room.id());
        ConfabException objection = policy.objection(author, text, clock.instant());
        if (objection != null) {
            return repeated(author, clientMessageId).orElseThrow(() -> objection);
        }
        Decision decision =
                limiter.tryAcquireHere(MessageService.SENDING, author.id().toString(), limit);
        if (decision instanceof Decision.Refused(Duration retryAfter)) {
            return repeated(author, clientMessageId)
                    .orElseThrow(() -> new ConfabException(
                            ErrorCode.RATE_LIMITED, "You are sending messages too fast.", retryAfter));
        }
        SlowMode slowMode = SlowMode.of(policy, room, author);
        if (!slowMode.isOff()
                && slowMode.take(limiter).await().indefinitely() instanceof Decision.Refused(Duration retryAfter)) {
            return repeated(author, clientMessageId).orElseThrow(() -> slowMode.refusal(retryAfter));
        }
        try {
            return QuarkusTransaction.requiringNew().call(() -> store(room, author, names, clientMessageId, text));
        } catch (ConfabException refused) {
            if (refused.code() == ErrorCode.CONFLICT) {
                return repeated(author, clientMessageId).orElseThrow(() -> refused);
            }
            throw refused;
        }
    }

    /** The names as they were written by their keys, each person once. */
    private static Map<String, String> names(@Nullable List<String> to) {
        if (to == null || to.isEmpty()) {
            throw ConfabException.invalid("to", "names nobody");
        }
        if (to.size() > MAX_PEOPLE) {
            throw ConfabException.invalid("to", "names more than " + MAX_PEOPLE + " people");
        }
        Map<String, String> names = new LinkedHashMap<>();
        for (String name : to) {
            String key =
                    name == null ? null : Username.find(name).map(Username::key).orElse(null);
            if (key == null) {
                throw noReader(String.valueOf(name));
            }
            names.putIfAbsent(key, name);
        }
        return names;
    }

    private Whispered store(
            RoomRef room, UserIdentity author, Map<String, String> names, String clientMessageId, String text) {
        if (!whispers.keep(room.id())) {
            throw new ConfabException(ErrorCode.ROOM_NOT_FOUND, "There is no such room.");
        }
        Map<String, Person> readers = whispers.readers(room, names.keySet(), clock.instant());
        List<Person> to = new ArrayList<>();
        names.forEach((key, name) -> {
            Person reader = readers.get(key);
            if (reader == null) {
                throw noReader(name);
            }
            if (!reader.id().equals(author.id())) {
                to.add(reader);
            }
        });
        if (to.isEmpty()) {
            throw ConfabException.invalid("to", "names nobody but yourself");
        }
        WhisperContent content = new WhisperContent(room.name(), room.id(), Uuid7.create(), clientMessageId, text, to);
        List<AppendRequest> copies = new ArrayList<>();
        copies.add(copy(Person.of(author), author, content));
        to.forEach(reader -> copies.add(copy(reader, author, content)));
        StreamEvent own = log.appendAllInTransaction(copies).getFirst();
        return answer(content, own.time(), false);
    }

    private AppendRequest copy(Person owner, UserIdentity author, WhisperContent content) {
        return events.of(owner.id(), author, WhisperContent.MESSAGE_WHISPERED, content.clientMessageId(), content);
    }

    private Optional<Whispered> repeated(UserIdentity author, String clientMessageId) {
        return whispers.find(author.id(), clientMessageId).map(stored -> {
            try {
                return answer(json.readValue(stored.data(), WhisperContent.class), stored.time(), true);
            } catch (JsonProcessingException corrupt) {
                throw new IllegalStateException("a stored whisper is not what was written", corrupt);
            }
        });
    }

    private static Whispered answer(WhisperContent content, Instant time, boolean duplicate) {
        return new Whispered(
                content.room(),
                content.roomId(),
                content.clientMessageId(),
                content.messageId(),
                content.to(),
                time,
                duplicate);
    }

    private static ConfabException noReader(String name) {
        String shown = name.length() <= 100 ? name : name.substring(0, 100);
        return new ConfabException(ErrorCode.USER_NOT_FOUND, "Nobody in this room is called " + shown + ".");
    }
}
