package dev.confab.chat.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.chat.action.ActionRequest;
import dev.confab.chat.action.RoomActions;
import dev.confab.common.request.RequestId;
import dev.confab.common.trace.TraceParent;
import dev.confab.common.trace.TraceStep;
import dev.confab.common.trace.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Does what people do in rooms besides talking, and answers with the outcome. */
@ApplicationScoped
class ActionHandler {

    private final RoomActions actions;
    private final Tracing tracing;
    private final ObjectMapper json;

    ActionHandler(RoomActions actions, Tracing tracing, ObjectMapper json) {
        this.actions = actions;
        this.tracing = tracing;
        this.json = json;
    }

    /** Blocks; on a virtual thread. */
    void perform(ChatSession session, Command.Action action, String requestId) {
        TraceStep step = tracing.begin("chat " + action.type(), SpanKind.SERVER, action.traceParent());
        new RequestId(requestId).makeCurrent();
        try (TraceStep.Within _ = step.enter()) {
            String result = result(session, action, requestId, step.traceParent());
            step.end();
            session.send(new ServerFrame.Ok(action.id(), result));
        } catch (RuntimeException failure) {
            step.end(failure);
            throw failure;
        } finally {
            RequestId.clearCurrent();
        }
    }

    private @Nullable String result(ChatSession session, Command.Action action, String requestId, TraceParent trace) {
        Object result = actions.perform(
                action.type(), new ActionRequest(session.user(), action.fields(), requestId, trace.value()));
        try {
            return result == null ? null : json.writeValueAsString(result);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("the result of " + action.type() + " has no JSON form", impossible);
        }
    }
}
