package dev.confab.chat.attachment;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.IdentityService;
import dev.confab.common.storage.ObjectStorage;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/**
 * Files of rooms, under an address root of their own. Only images that we have made ourselves are shown by browsers; what
 * people uploaded is saved, and even where a browser opens it, it may do nothing.
 */
@Path("/media")
@Authenticated
@RunOnVirtualThread
class MediaResource {

    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final MediaService media;
    private final ObjectStorage storage;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    MediaResource(MediaService media, ObjectStorage storage, IdentityService identities, SecurityIdentity caller) {
        this.media = media;
        this.storage = storage;
        this.identities = identities;
        this.caller = caller;
    }

    /** A file or a part of it. Browsers ask each time whether they may still use their copy. */
    @GET
    @Path("/{id}/{variant:original|optimized|small|medium|large}")
    @Operation(
            summary = "A file of a message",
            description = "Who may read the room may fetch it. Takes Range with one part, and If-None-Match. "
                    + "Errors: attachment_not_found, unavailable.")
    public Response get(
            @RestPath String id,
            @RestPath String variant,
            @RestHeader("Range") @Nullable String range,
            @RestHeader("If-Range") @Nullable String ifRange,
            @RestHeader("If-None-Match") @Nullable String known) {
        UUID attachment = AttachmentKeys.uuid(id);
        if (attachment == null) {
            throw MediaService.notFound();
        }
        MediaFile file = media.find(attachment, variant, identities.require(caller));
        String tag = '"' + id + '-' + variant + '-' + file.size() + '"';
        if (known != null && (known.contains(tag) || known.strip().equals("*"))) {
            return headers(Response.notModified(), tag).build();
        }
        ByteRange part = ByteRange.of(ifRange == null || ifRange.equals(tag) ? range : null, file.size());
        if (part == null) {
            return headers(Response.status(RANGE_NOT_SATISFIABLE), tag)
                    .header("Content-Range", "bytes */" + file.size())
                    .build();
        }
        Response.ResponseBuilder answer = part.partial()
                ? Response.status(Response.Status.PARTIAL_CONTENT)
                        .header("Content-Range", part.contentRange(file.size()))
                : Response.ok();
        return headers(answer, tag)
                .entity(open(file, part))
                .header(HttpHeaders.CONTENT_TYPE, file.contentType())
                .header(HttpHeaders.CONTENT_LENGTH, part.length())
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition(file))
                .build();
    }

    private InputStream open(MediaFile file, ByteRange part) {
        try {
            return storage.open(file.key(), part.offset(), part.length());
        } catch (NoSuchFileException gone) {
            throw MediaService.notFound();
        } catch (IOException away) {
            throw new ConfabException(ErrorCode.UNAVAILABLE, "Files cannot be read right now; try again.", away);
        }
    }

    private static Response.ResponseBuilder headers(Response.ResponseBuilder answer, String tag) {
        return answer.header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .header("Accept-Ranges", "bytes");
    }

    /** The name twice: for clients that know RFC 6266, and in plain ASCII for others. */
    private static String disposition(MediaFile file) {
        String plain = file.name().replaceAll("[^A-Za-z0-9 ._-]", "_");
        String encoded = URLEncoder.encode(file.name(), StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return (file.inline() ? "inline" : "attachment") + "; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
    }
}
