package dev.confab.chat.room;

import dev.confab.common.identity.IdentityService;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;

/** The banned words of a room over REST; they are changed with the room's other settings. */
@Path("/api/rooms/{room}/banned-words")
@Authenticated
@RunOnVirtualThread
class BannedWordsResource {

    private final RoomSettingsService settings;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    BannedWordsResource(RoomSettingsService settings, IdentityService identities, SecurityIdentity caller) {
        this.settings = settings;
        this.identities = identities;
        this.caller = caller;
    }

    /** The words that messages must not contain there. For moderators. */
    @GET
    public WordList list(@RestPath String room) {
        return new WordList(settings.bannedWords(room, identities.require(caller)));
    }

    /** Words. */
    record WordList(List<String> words) {

        WordList {
            words = List.copyOf(words);
        }
    }
}
