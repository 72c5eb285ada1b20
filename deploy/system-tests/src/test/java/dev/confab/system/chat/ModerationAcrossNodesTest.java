package dev.confab.system.chat;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.client.rest.ConfabRest;
import dev.confab.client.rest.ModerationApi;
import dev.confab.client.socket.SocketAuth;
import dev.confab.client.socket.SocketClient;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What moderators decide on one node counts on the other. */
class ModerationAcrossNodesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    @Tag("CH-08")
    void whoIsKickedBannedOrInAClosedRoomIsDisconnectedOnTheOtherNode() {
        try (Conversation talk = new Conversation()) {
            Talker owner = talk.enter("owner", TwoNodeSuite.node(1));
            ModerationApi moderation = owner.rest().moderation();
            Talker visitor = talk.enter("ben", TwoNodeSuite.node(2));
            ConfabRest ben = visitor.rest();
            String name = visitor.username();

            try (SocketClient visiting = visit(ben, talk.room())) {
                moderation.kick(talk.room(), name, "too loud");
                assertThat(visiting.closeCode(PATIENCE)).isEqualTo(4003);
            }
            try (SocketClient visiting = visit(ben, talk.room())) {
                moderation.close(talk.room(), "chat ended", false);
                assertThat(visiting.closeCode(PATIENCE)).isEqualTo(4010);
                assertThat(visiting.closeReason(PATIENCE)).isEqualTo("chat ended");
            }
            try (SocketClient visiting = visit(ben, talk.room())) {
                moderation.ban(talk.room(), name, "spam", null);
                assertThat(visiting.closeCode(PATIENCE)).isEqualTo(4003);
            }
            try (SocketClient refused = connect(ben, talk.room())) {
                assertThat(refused.closeCode(PATIENCE)).isEqualTo(4003);
            }
            moderation.unban(talk.room(), name);
            // As soon as the node of ben knows.
            await().atMost(PATIENCE).ignoreExceptions().until(() -> isHeard(ben, talk.room()));
        }
    }

    @Test
    void theOtherNodeJudgesMessagesByTheNewSettings() {
        try (Conversation talk = new Conversation()) {
            Talker owner = talk.enter("owner", TwoNodeSuite.node(1));
            Talker ben = talk.enter("ben", TwoNodeSuite.node(2));
            ben.say(talk.room(), "nice soup");

            owner.rest().moderation().change(talk.room(), Map.of("slowModeSeconds", 3600));

            // One of them is the last for an hour, as soon as the node of ben knows.
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThatThrownBy(() -> ben.rest()
                                    .rooms()
                                    .post(talk.room(), UUID.randomUUID().toString(), "more"))
                            .hasMessageContaining("slow"));
        }
    }

    /** Comes in and waits until the others can see it. */
    private static SocketClient visit(ConfabRest user, String room) {
        SocketClient socket = connect(user, room);
        socket.sendJson(Map.of("message", "hello"));
        socket.receiveType("message", PATIENCE);
        return socket;
    }

    /** Comes in and says something: whether the room takes it. */
    private static boolean isHeard(ConfabRest user, String room) {
        try (SocketClient socket = connect(user, room)) {
            socket.sendJson(Map.of("message", "hello"));
            JsonNode answer = socket.receiveJson(
                    PATIENCE,
                    frame -> Set.of("message", "error")
                            .contains(frame.path("type").asText()));
            return answer.path("type").asText().equals("message");
        }
    }

    private static SocketClient connect(ConfabRest user, String room) {
        return SocketClient.connect(
                TwoNodeSuite.node(2).resolve("/ws/chat/" + room + "/"),
                SocketAuth.bearer(Objects.requireNonNull(user.accessTokens().current())));
    }
}
