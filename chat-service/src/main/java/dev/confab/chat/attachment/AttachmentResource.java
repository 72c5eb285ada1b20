package dev.confab.chat.attachment;

import dev.confab.chat.room.AccessMode;
import dev.confab.chat.room.RoomAccess;
import dev.confab.chat.room.RoomRef;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.IdentityService;
import dev.confab.common.identity.UserIdentity;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Files for messages that are about to be sent. */
@Path("/api/rooms/{room}/attachments")
@Authenticated
@RunOnVirtualThread
class AttachmentResource {

    private final RoomAccess access;
    private final UploadService uploads;
    private final AttachmentService attachments;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    AttachmentResource(
            RoomAccess access,
            UploadService uploads,
            AttachmentService attachments,
            IdentityService identities,
            SecurityIdentity caller) {
        this.access = access;
        this.uploads = uploads;
        this.attachments = attachments;
        this.identities = identities;
        this.caller = caller;
    }

    /** Uploads a file. The answer's id goes into {@code attachments} of a message to the same room. */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Uploads a file for a message",
            description = "The body is the file as it is, with or without Content-Length. X-File-Name is its name, "
                    + "percent-encoded UTF-8. What it is is decided by its content. A file that is not sent within a day is "
                    + "removed. Errors: payload_too_large, attachment_type_mismatch, attachment_type_refused, "
                    + "image_too_large, image_unreadable, quota_exceeded, rate_limited, overloaded, unavailable.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema =
                                    @Schema(
                                            type = org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING,
                                            format = "binary")))
    public RestResponse<AttachmentView> upload(
            @RestPath String room,
            @RestHeader("X-File-Name") @Nullable String fileName,
            @RestHeader("Content-Type") @Nullable String contentType,
            InputStream body,
            @Context RoutingContext request) {
        UserIdentity owner = identities.require(caller);
        RoomRef ref = access.require(room, owner, AccessMode.POST);
        try {
            return RestResponse.status(
                    Response.Status.CREATED, uploads.upload(ref, owner, fileName, contentType, body));
        } catch (ConfabException refused) {
            if (!request.request().isEnded()) {
                // The rest stays unread, so the connection cannot serve another request, and its client is told so.
                if (request.request().version() != HttpVersion.HTTP_2) {
                    request.response().putHeader(HttpHeaders.CONNECTION, "close");
                }
                request.addEndHandler(
                        _ -> request.request().connection().close().onFailure(AttachmentResource::alreadyClosed));
            }
            throw refused;
        }
    }

    private static void alreadyClosed(Throwable ignored) {}

    /** Takes back a file that was not sent. */
    @DELETE
    @Path("/{id}")
    public void withdraw(@RestPath String room, @RestPath String id) {
        UserIdentity owner = identities.require(caller);
        RoomRef ref = access.require(room, owner, AccessMode.READ);
        UUID attachment = AttachmentKeys.uuid(id);
        if (attachment == null) {
            throw new ConfabException(ErrorCode.ATTACHMENT_NOT_FOUND, "There is no such file.");
        }
        attachments.withdraw(attachment, ref, owner);
    }
}
