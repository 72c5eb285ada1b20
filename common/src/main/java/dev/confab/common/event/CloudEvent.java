package dev.confab.common.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A CloudEvent 1.0 in JSON that is no event of a stream: tasks, accounts. Reading is strict, because anybody may have
 * written it: no field twice, nothing behind the end, no text or number that PostgreSQL could not store.
 *
 * @param time when it happened; absent if the writer does not say
 * @param data a JSON object, not to be changed
 */
public record CloudEvent(
        String id,
        String source,
        String type,
        @Nullable String subject,
        @Nullable Instant time,
        ObjectNode data) {

    private static final int DEEPEST = 64;
    /** Beyond, a number is none that other languages could read either. */
    private static final int LARGEST_EXPONENT = 308;

    private static final Set<String> CONTENT_TYPES = Set.of("application/json", "application/json; charset=utf-8");
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(LARGEST_EXPONENT + 20)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    /** An empty object for {@link #data}. */
    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** The event as a record's value. */
    public byte[] toBytes() {
        ObjectNode event = JSON.createObjectNode();
        event.put("specversion", "1.0");
        event.put("id", id);
        event.put("source", source);
        event.put("type", type);
        if (subject != null) {
            event.put("subject", subject);
        }
        if (time != null) {
            event.put("time", time.toString());
        }
        event.put("datacontenttype", "application/json");
        event.set("data", data);
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree has no JSON form", impossible);
        }
    }

    /** Reads a record's value; the exception's message names what is wrong with it. */
    public static CloudEvent parse(byte @Nullable [] value) throws MalformedEventException {
        if (value == null || value.length == 0) {
            throw new MalformedEventException("there is no value");
        }
        JsonNode event = tree(value);
        if (!event.isObject()) {
            throw new MalformedEventException("the value is not a JSON object");
        }
        if (!"1.0".equals(text(event, "specversion"))) {
            throw new MalformedEventException("specversion: only 1.0 is known");
        }
        if (event.hasNonNull("datacontenttype")
                && !CONTENT_TYPES.contains(text(event, "datacontenttype").toLowerCase(Locale.ROOT))) {
            throw new MalformedEventException("datacontenttype: only application/json is known");
        }
        if (!(event.path("data") instanceof ObjectNode data)) {
            throw new MalformedEventException("data: must be an object");
        }
        return new CloudEvent(
                text(event, "id"),
                text(event, "source"),
                text(event, "type"),
                optionalText(event, "subject"),
                optionalTime(event, "time"),
                data);
    }

    /** A text that has to be there and not empty. */
    public static String text(JsonNode object, String field) throws MalformedEventException {
        String text = optionalText(object, field);
        if (text == null || text.isEmpty()) {
            throw new MalformedEventException(field + ": must be a text");
        }
        return text;
    }

    /** A text; null where the field is absent or null. */
    public static @Nullable String optionalText(JsonNode object, String field) throws MalformedEventException {
        JsonNode node = object.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!node.isTextual()) {
            throw new MalformedEventException(field + ": must be a text");
        }
        return node.textValue();
    }

    /** A point in time as RFC 3339 writes it, between the years 1 and 9999; null where the field is absent or null. */
    public static @Nullable Instant optionalTime(JsonNode object, String field) throws MalformedEventException {
        String text = optionalText(object, field);
        if (text == null) {
            return null;
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME);
            if (time.getYear() < 1 || time.getYear() > 9998) {
                throw new DateTimeException("the year " + time.getYear());
            }
            return time.toInstant();
        } catch (DateTimeException e) {
            throw new MalformedEventException(field + ": must be a time like 2026-01-31T12:00:00Z", e);
        }
    }

    /** A whole number within bounds; null where the field is absent or null. */
    public static @Nullable Integer optionalInt(JsonNode object, String field, int least, int most)
            throws MalformedEventException {
        JsonNode node = object.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!node.isInt() || node.intValue() < least || node.intValue() > most) {
            throw new MalformedEventException(field + ": must be a whole number from " + least + " to " + most);
        }
        return node.intValue();
    }

    private static JsonNode tree(byte[] value) throws MalformedEventException {
        try {
            JsonNode tree = JSON.readTree(value);
            checkStorable(tree);
            return tree;
        } catch (JsonProcessingException e) {
            throw new MalformedEventException("the value is not strict JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new MalformedEventException("the value is not UTF-8: " + e.getMessage(), e);
        }
    }

    /** What would be accepted here and refused by the database would be tried again for ever. */
    private static void checkStorable(JsonNode node) throws MalformedEventException {
        if (node.isTextual()) {
            checkStorable(node.textValue());
        } else if (node.isBigDecimal()) {
            long exponent =
                    (long) node.decimalValue().precision() - node.decimalValue().scale();
            if (Math.abs(exponent) > LARGEST_EXPONENT) {
                throw new MalformedEventException("a number is out of range");
            }
        }
        for (JsonNode child : node) {
            checkStorable(child);
        }
        if (node.isObject()) {
            for (var names = node.fieldNames(); names.hasNext(); ) {
                checkStorable(names.next());
            }
        }
    }

    private static void checkStorable(String text) throws MalformedEventException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new MalformedEventException("a text holds a NUL");
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new MalformedEventException("a text holds half a surrogate pair");
                }
                i++;
            }
        }
    }
}
