package dev.confab.common.frame;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes one JSON object as UTF-8. Fields whose value is null are left out. */
public final class FrameWriter {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final JsonGenerator json;

    private FrameWriter(JsonGenerator json) {
        this.json = json;
    }

    /** What writes the fields of an object. */
    @FunctionalInterface
    public interface Fields {
        void write(FrameWriter writer) throws IOException;
    }

    /** Writes a frame of a type. */
    public static byte[] frame(String type, Fields fields) {
        ByteArrayBuilder bytes = new ByteArrayBuilder(256);
        try (JsonGenerator json = FACTORY.createGenerator(bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringField("type", type);
            fields.write(new FrameWriter(json));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** Writes a text. */
    public FrameWriter text(String field, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(field, value);
        }
        return this;
    }

    /** Writes an id. */
    public FrameWriter id(String field, @Nullable UUID value) throws IOException {
        return text(field, value == null ? null : value.toString());
    }

    /** Writes a time: ISO 8601, UTC, milliseconds. */
    public FrameWriter time(String field, Instant value) throws IOException {
        return text(field, TIME.format(value));
    }

    /** Writes a length of time in milliseconds. */
    public FrameWriter millis(String field, @Nullable Duration value) throws IOException {
        if (value != null) {
            json.writeNumberField(field, Math.max(1, value.toMillis()));
        }
        return this;
    }

    /** Writes a number. */
    public FrameWriter number(String field, long value) throws IOException {
        json.writeNumberField(field, value);
        return this;
    }

    /** Writes true or false. */
    public FrameWriter bool(String field, boolean value) throws IOException {
        json.writeBooleanField(field, value);
        return this;
    }

    /** Writes what is JSON already. */
    public FrameWriter raw(String field, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeFieldName(field);
            json.writeRawValue(value);
        }
        return this;
    }

    /** Writes the fields of an object that is JSON already and not empty. */
    public FrameWriter members(String object) throws IOException {
        String inner = object.strip();
        json.writeRaw(',');
        json.writeRaw(inner, 1, inner.length() - 2);
        return this;
    }

    /** Writes an object. */
    public FrameWriter object(String field, Fields fields) throws IOException {
        json.writeObjectFieldStart(field);
        fields.write(this);
        json.writeEndObject();
        return this;
    }

    /** Writes a list of objects. */
    public <T> FrameWriter objects(String field, Iterable<T> items, ItemFields<T> fields) throws IOException {
        json.writeArrayFieldStart(field);
        for (T item : items) {
            json.writeStartObject();
            fields.write(this, item);
            json.writeEndObject();
        }
        json.writeEndArray();
        return this;
    }

    /** Writes a list of texts. */
    public FrameWriter texts(String field, Iterable<String> items) throws IOException {
        json.writeArrayFieldStart(field);
        for (String item : items) {
            json.writeString(item);
        }
        json.writeEndArray();
        return this;
    }

    /** What writes the fields of an item. */
    @FunctionalInterface
    public interface ItemFields<T> {
        void write(FrameWriter writer, T item) throws IOException;
    }
}
