package dev.confab.common.frame;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.confab.common.error.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object that a client sent, read strictly: no coercion of types, no duplicate names, nothing after the
 * object, no deep nesting, no text that PostgreSQL or UTF-8 could not hold. Fields that nobody asks for are ignored, so that
 * clients may be newer than the server.
 */
public final class FrameFields {

    private static final int MAX_DEPTH = 16;
    private static final int MAX_NUMBER_LENGTH = 30;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private final JsonNode object;
    private final String prefix;
    private final @Nullable String id;

    private FrameFields(JsonNode object, String prefix, @Nullable String id) {
        this.object = object;
        this.prefix = prefix;
        this.id = id;
    }

    /**
     * Reads a frame.
     *
     * @param idField the name of the field whose text refusals echo; null where the protocol has none
     */
    public static FrameFields parse(String text, @Nullable String idField) {
        JsonNode node;
        try {
            node = MAPPER.readTree(text);
        } catch (StreamConstraintsException e) {
            throw new BadFrameException(ErrorCode.MALFORMED_JSON, "nested too deeply, or a number is too long", null);
        } catch (JsonProcessingException e) {
            String message = String.valueOf(e.getOriginalMessage());
            boolean duplicate = message.startsWith("Duplicate");
            throw new BadFrameException(
                    ErrorCode.MALFORMED_JSON, duplicate ? "a field occurs twice" : "this is not JSON", null);
        }
        if (!node.isObject()) {
            throw new BadFrameException(
                    node.isMissingNode() ? ErrorCode.MALFORMED_JSON : ErrorCode.INVALID_FRAME,
                    "a frame is a JSON object",
                    null);
        }
        JsonNode id = idField == null ? null : node.get(idField);
        String echo = id != null && id.isTextual() && id.textValue().length() <= 64 ? id.textValue() : null;
        return new FrameFields(node, "", echo != null && isStorable(echo) ? echo : null);
    }

    /** Whether the field is there and not null. */
    public boolean has(String field) {
        return object.hasNonNull(field);
    }

    /** A text of a length in characters; the message of the refusal names the field. */
    public String text(String field, int min, int max) {
        JsonNode node = require(field);
        if (!node.isTextual()) {
            throw invalid(field, "must be a string");
        }
        String text = node.textValue();
        if (text.length() < min || text.length() > max) {
            throw invalid(field, "must have " + min + " to " + max + " characters");
        }
        if (!isStorable(text)) {
            throw invalid(field, "contains U+0000 or half a surrogate pair");
        }
        return text;
    }

    /** A text, or null where it is absent or null. */
    public @Nullable String optionalText(String field, int min, int max) {
        return has(field) ? text(field, min, max) : null;
    }

    /** True or false, and nothing that resembles them. */
    public boolean bool(String field) {
        JsonNode node = require(field);
        if (!node.isBoolean()) {
            throw invalid(field, "must be true or false");
        }
        return node.booleanValue();
    }

    /** A whole number within bounds. */
    public long number(String field, long min, long max) {
        JsonNode node = require(field);
        if (!node.isIntegralNumber()) {
            throw invalid(field, "must be a whole number");
        }
        if (!node.canConvertToLong() || node.longValue() < min || node.longValue() > max) {
            throw invalid(field, "must be between " + min + " and " + max);
        }
        return node.longValue();
    }

    /** A list of texts, each of a length in characters. */
    public List<String> texts(String field, int maxItems, int min, int max) {
        JsonNode node = require(field);
        if (!node.isArray() || node.size() > maxItems) {
            throw invalid(field, "must be a list of at most " + maxItems + " strings");
        }
        List<String> texts = new ArrayList<>(node.size());
        for (JsonNode item : node) {
            if (!item.isTextual()
                    || item.textValue().length() < min
                    || item.textValue().length() > max
                    || !isStorable(item.textValue())) {
                throw invalid(field, "must hold strings of " + min + " to " + max + " characters");
            }
            texts.add(item.textValue());
        }
        return texts;
    }

    /** An object, or null where it is absent or null. */
    public @Nullable FrameFields optionalObject(String field) {
        if (!has(field)) {
            return null;
        }
        JsonNode node = object.get(field);
        if (!node.isObject()) {
            throw invalid(field, "must be an object");
        }
        return new FrameFields(node, prefix + field + ".", id);
    }

    /** A list of objects; null where it is absent or null. */
    public @Nullable List<FrameFields> optionalObjects(String field, int maxItems) {
        if (!has(field)) {
            return null;
        }
        JsonNode node = object.get(field);
        if (!node.isArray() || node.size() > maxItems) {
            throw invalid(field, "must be a list of at most " + maxItems + " objects");
        }
        List<FrameFields> objects = new ArrayList<>(node.size());
        for (JsonNode item : node) {
            if (!item.isObject()) {
                throw invalid(field, "must hold objects");
            }
            objects.add(new FrameFields(item, prefix + field + "[" + objects.size() + "].", id));
        }
        return objects;
    }

    /** An object whose fields, of whatever names, are whole numbers within bounds; empty where it is absent or null. */
    public Map<String, Long> optionalNumbers(String field, int maxItems, long min, long max) {
        FrameFields numbers = optionalObject(field);
        if (numbers == null) {
            return Map.of();
        }
        if (numbers.object.size() > maxItems) {
            throw invalid(field, "must have at most " + maxItems + " fields");
        }
        Map<String, Long> result = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : numbers.object.properties()) {
            if (!isStorable(entry.getKey())) {
                throw invalid(field, "has a name with U+0000 or half a surrogate pair");
            }
            result.put(entry.getKey(), numbers.number(entry.getKey(), min, max));
        }
        return result;
    }

    /** The refusal of a field. */
    public BadFrameException invalid(String field, String what) {
        return new BadFrameException(ErrorCode.INVALID_FRAME, prefix + field + ": " + what, id);
    }

    /** The refusal of the frame's type. */
    public BadFrameException unknownType(String type) {
        String shown = type.length() <= 40 ? type : type.substring(0, 40) + "...";
        return new BadFrameException(ErrorCode.UNKNOWN_TYPE, "unknown type: " + shown, id);
    }

    private JsonNode require(String field) {
        JsonNode node = object.get(field);
        if (node == null || node.isNull()) {
            throw invalid(field, "is missing");
        }
        return node;
    }

    private static boolean isStorable(String text) {
        for (int index = 0; index < text.length(); index++) {
            char unit = text.charAt(index);
            if (unit == 0) {
                return false;
            }
            if (Character.isSurrogate(unit)) {
                boolean pair = Character.isHighSurrogate(unit)
                        && index + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(index + 1));
                if (!pair) {
                    return false;
                }
                index++;
            }
        }
        return true;
    }
}
