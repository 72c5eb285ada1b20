package dev.confab.chat.attachment;

import dev.confab.common.error.LargeBody;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Uploads may be larger than other requests. */
@ApplicationScoped
class UploadLimit implements LargeBody {

    private static final Pattern UPLOAD = Pattern.compile("/api/rooms/[^/]+/attachments/?");

    private final long maxSize;

    UploadLimit(AttachmentsConfig config) {
        maxSize = config.maxSize().asLongValue();
    }

    @Override
    public OptionalLong limitOf(HttpServerRequest request) {
        return request.method().equals(HttpMethod.POST)
                        && UPLOAD.matcher(request.path()).matches()
                ? OptionalLong.of(maxSize)
                : OptionalLong.empty();
    }
}
