package dev.confab.chat.lobby;

import dev.confab.chat.room.ConversationService;
import dev.confab.common.error.ConfabException;
import dev.confab.common.identity.IdentityService;
import dev.confab.common.identity.UserIdentity;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Conversations over REST; they are rooms, and used like all others. */
@Path("/api/conversations")
@Authenticated
@RunOnVirtualThread
class ConversationResource {

    private static final int MAX_NAMES = 100;

    private final ConversationService conversations;
    private final LobbyService lobby;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    ConversationResource(
            ConversationService conversations,
            LobbyService lobby,
            IdentityService identities,
            SecurityIdentity caller) {
        this.conversations = conversations;
        this.lobby = lobby;
        this.identities = identities;
        this.caller = caller;
    }

    /** The conversation with these people: 201 when it begins now, 200 for the one of two people that is there. */
    @POST
    public RestResponse<LobbyRoom> begin(@Nullable NewConversation wanted) {
        UserIdentity user = identities.require(caller);
        List<String> names = wanted == null ? null : wanted.usernames();
        if (names == null || names.size() > MAX_NAMES || names.stream().anyMatch(Objects::isNull)) {
            throw ConfabException.invalid("usernames", "must be a list of names");
        }
        ConversationService.Begun begun = conversations.begin(names, user);
        return RestResponse.status(
                begun.fresh() ? Response.Status.CREATED : Response.Status.OK, lobby.room(user, begun.room()));
    }

    /** With whom to talk, besides oneself. */
    record NewConversation(@Nullable List<String> usernames) {}
}
