package dev.confab.common.error;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says in the words of the client what was wrong with its JSON. Nothing of the parser's own messages is passed on: they
 * name our classes.
 */
final class JsonFailure {
    private JsonFailure() {}

    static ConfabException translate(JsonProcessingException failure) {
        return switch (failure) {
            case StreamConstraintsException _ ->
                new ConfabException(
                        ErrorCode.INVALID_REQUEST, "The JSON is nested too deeply or has values that are too long.");
            case StreamReadException _ ->
                new ConfabException(ErrorCode.MALFORMED_JSON, "The body is not JSON" + at(failure.getLocation()) + ".");
            case InvalidDefinitionException _ -> ConfabException.of(failure);
            case UnrecognizedPropertyException unknown -> field(path(unknown), "is not known here");
            case MismatchedInputException mismatch
            when mismatch.getPath().isEmpty() ->
                new ConfabException(
                        ErrorCode.INVALID_REQUEST, "The body must be " + expected(mismatch.getTargetType()) + ".");
            case MismatchedInputException mismatch ->
                field(path(mismatch), "must be " + expected(mismatch.getTargetType()));
            case JsonMappingException mapping
            when mapping.getCause() instanceof InputCoercionException ->
                field(path(mapping), "must be a number within range");
            // Broken in the middle of a structure: the reader wraps the parser's complaint.
            case JsonMappingException mapping
            when mapping.getCause() instanceof StreamReadException cause -> translate(cause);
            case JsonMappingException mapping
            when !mapping.getPath().isEmpty() -> field(path(mapping), "is not acceptable");
            default -> new ConfabException(ErrorCode.INVALID_REQUEST, "The body is not acceptable.");
        };
    }

    private static ConfabException field(String path, String problem) {
        return ConfabException.invalid(path, problem);
    }

    private static String at(@Nullable JsonLocation location) {
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    private static String path(JsonMappingException failure) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : failure.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "of another type";
        }
        if (type.isEnum()) {
            return "one of the listed values";
        }
        if (type == String.class) {
            return "text";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return "a whole number within range";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "a number";
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "an array";
        }
        if (type.isRecord() || Map.class.isAssignableFrom(type)) {
            return "a JSON object";
        }
        return "of another type or format";
    }
}
