package dev.confab.common.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.common.event.CloudEvent;
import dev.confab.common.event.EventTopics;
import dev.confab.common.event.MalformedEventException;
import dev.confab.common.outbox.OutboxRecord;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * States of accounts as CloudEvents on the compacted topic {@value EventTopics#ACCOUNTS}. The key of each record is the
 * user's id; an account that was deleted is a record without a value.
 */
public final class AccountStateCodec {
    public static final String TYPE = "dev.confab.account.state";
    private static final String SOURCE = "/confab/chat";

    private AccountStateCodec() {}

    /** The state as a record for the outbox. */
    public static OutboxRecord record(AccountState state, Instant time, Map<String, String> headers) {
        return new OutboxRecord(EventTopics.ACCOUNTS, state.userId().toString(), encode(state, time), headers);
    }

    /** The record that makes the topic forget an account. */
    public static OutboxRecord tombstone(UUID userId, Map<String, String> headers) {
        return new OutboxRecord(EventTopics.ACCOUNTS, userId.toString(), null, headers);
    }

    public static byte[] encode(AccountState state, Instant time) {
        ObjectNode data = CloudEvent.object();
        data.put("userId", state.userId().toString());
        data.put("username", state.username());
        data.put("email", state.email());
        ArrayNode roles = data.putArray("roles");
        state.roles().stream().sorted().forEach(roles::add);
        data.put("banned", state.banned());
        data.put(
                "validAfter",
                state.validAfter() == null ? null : state.validAfter().toString());
        data.put("version", state.version());
        return new CloudEvent(state.userId() + "-" + state.version(), SOURCE, TYPE, state.username(), time, data)
                .toBytes();
    }

    /** The value of a record, which must not be a tombstone. */
    public static AccountState decode(byte[] value) throws MalformedEventException {
        CloudEvent event = CloudEvent.parse(value);
        if (!event.type().equals(TYPE)) {
            throw new MalformedEventException("an event of the foreign type " + event.type());
        }
        JsonNode data = event.data();
        return new AccountState(
                userId(CloudEvent.text(data, "userId")),
                CloudEvent.text(data, "username"),
                CloudEvent.optionalText(data, "email"),
                roles(data.path("roles")),
                flag(data.path("banned")),
                CloudEvent.optionalTime(data, "validAfter"),
                version(data.path("version")));
    }

    /** Whose state a record tells, by its key. */
    public static UUID userId(@Nullable String key) throws MalformedEventException {
        try {
            if (key != null && key.length() == 36) {
                return UUID.fromString(key);
            }
        } catch (IllegalArgumentException foreign) {
            throw new MalformedEventException("not the id of a user", foreign);
        }
        throw new MalformedEventException("not the id of a user");
    }

    private static Set<String> roles(JsonNode roles) throws MalformedEventException {
        Set<String> names = new HashSet<>();
        for (JsonNode role : roles) {
            if (!role.isTextual()) {
                throw new MalformedEventException("roles: must be texts");
            }
            names.add(role.textValue());
        }
        if (!roles.isArray()) {
            throw new MalformedEventException("roles: must be a list");
        }
        return names;
    }

    private static boolean flag(JsonNode banned) throws MalformedEventException {
        if (!banned.isBoolean()) {
            throw new MalformedEventException("banned: must be true or false");
        }
        return banned.booleanValue();
    }

    private static long version(JsonNode version) throws MalformedEventException {
        if (!version.isIntegralNumber() || !version.canConvertToLong()) {
            throw new MalformedEventException("version: must be a whole number");
        }
        return version.longValue();
    }
}
