package dev.confab.chat.message;

import dev.confab.chat.paging.QueryNumber;
import dev.confab.chat.room.AccessMode;
import dev.confab.chat.room.RoomAccess;
import dev.confab.chat.room.RoomRef;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.FutureResult;
import dev.confab.common.identity.IdentityService;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.request.RequestId;
import dev.confab.common.trace.TraceParent;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** A room's messages over REST. */
@Path("/api/rooms/{room}/messages")
@Authenticated
@RunOnVirtualThread
class MessageResource {

    private static final int MAX_PAGE_SIZE = 200;

    private final RoomAccess access;
    private final MessageService service;
    private final MessageHistory history;
    private final MessagesConfig config;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    MessageResource(
            RoomAccess access,
            MessageService service,
            MessageHistory history,
            MessagesConfig config,
            IdentityService identities,
            SecurityIdentity caller) {
        this.access = access;
        this.service = service;
        this.history = history;
        this.config = config;
        this.identities = identities;
        this.caller = caller;
    }

    /**
     * A page of messages, ascending: the newest ones, or those next to {@code before} or {@code after}, of which at
     * most one may be given.
     */
    @GET
    public HistoryPage list(
            @RestPath String room,
            @RestQuery @Nullable String before,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String limit) {
        if (before != null && after != null) {
            throw ConfabException.invalid("before", "cannot be combined with 'after'");
        }
        int size = QueryNumber.limit(limit, config.pageSize(), MAX_PAGE_SIZE);
        long end = QueryNumber.parse("before", before, 0, Long.MAX_VALUE, Long.MAX_VALUE);
        long start = QueryNumber.parse("after", after, 0, Long.MAX_VALUE, 0);
        UserIdentity viewer = identities.require(caller);
        RoomRef ref = access.require(room, viewer, AccessMode.READ);
        return after == null
                ? history.before(ref, viewer.id(), end, size)
                : history.after(ref, viewer.id(), start, size);
    }

    /** Sends a message: 201, or 200 with the first result for a {@code clientMessageId} that was used before. */
    @POST
    public RestResponse<Posted> post(@RestPath String room, @Nullable NewMessage message) {
        UserIdentity author = identities.require(caller);
        RoomRef ref = access.require(room, author, AccessMode.POST);
        if (message == null) {
            throw ConfabException.invalid("clientMessageId", "is missing");
        }
        RequestId request = RequestId.current();
        PostedMessage posted = FutureResult.of(service.post(
                ref,
                author,
                new MessageRequest(
                        message.clientMessageId(),
                        message.text(),
                        message.replyTo(),
                        message.threadId(),
                        message.attachments() == null ? List.of() : message.attachments()),
                request == null ? null : request.value(),
                TraceParent.currentValue()));
        return RestResponse.status(
                posted.duplicate() ? Response.Status.OK : Response.Status.CREATED,
                Posted.of(ref, message.clientMessageId(), posted));
    }

    /**
     * A message to be sent; {@code replyTo} is the id of the message that it answers, {@code threadId} that of the one in
     * whose thread it is a reply, {@code attachments} are ids of files that were uploaded for it.
     */
    record NewMessage(
            @Nullable String clientMessageId,
            @Nullable String text,
            @Nullable String replyTo,
            @Nullable String threadId,
            @Nullable List<String> attachments) {}
}
