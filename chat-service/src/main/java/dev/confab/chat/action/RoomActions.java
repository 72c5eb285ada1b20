package dev.confab.chat.action;

import dev.confab.common.error.ConfabException;
import dev.confab.common.frame.BadFrameException;
import io.quarkus.arc.All;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All actions, by the types of their frames. */
@Singleton
public class RoomActions {

    private final Map<String, RoomAction> byType;
    private final ActionLimit limit;

    /** Two actions of one type are a defect, found when the service starts. */
    @Inject
    RoomActions(@All List<RoomAction> actions, ActionLimit limit) {
        this.byType = actions.stream().collect(Collectors.toUnmodifiableMap(RoomAction::type, Function.identity()));
        this.limit = limit;
    }

    /** Whether there is an action of that type. */
    public boolean has(String type) {
        return byType.containsKey(type);
    }

    /**
     * Does what is asked for. Blocks; on a virtual thread.
     *
     * @param type one that {@linkplain #has there is}
     * @return the action's result
     * @throws ConfabException what the client is to be told
     */
    public @Nullable Object perform(String type, ActionRequest request) {
        RoomAction action = byType.get(type);
        if (action == null) {
            throw new IllegalArgumentException("no action of that type");
        }
        if (!action.hasOwnLimit()) {
            limit.require(request.user());
        }
        try {
            return action.perform(request);
        } catch (BadFrameException e) {
            throw new ConfabException(e.code(), e.detail());
        }
    }
}
