package dev.confab.system.chat;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("CH-09")
class NodeCrashTest {
    @AfterEach
    void mend() {
        TwoNodeSuite.get().resumeChat(1);
        if (!TwoNodeSuite.get().chat(2).isRunning()) {
            TwoNodeSuite.get().startChat(2);
        }
    }

    @Test
    @Tag("CH-14")
    void aKilledNodeLeavesNoGhostsInTheRoom() {
        try (Conversation talk = new Conversation()) {
            Talker watcher = talk.enter("watcher", TwoNodeSuite.node(1));
            Talker ghost = talk.enter("ghost", TwoNodeSuite.node(2));
            await().ignoreExceptions()
                    .untilAsserted(() -> assertThat(online(watcher, talk.room()))
                            .containsExactlyInAnyOrder(watcher.username(), ghost.username()));

            TwoNodeSuite.get().killChat(2);

            await().atMost(Duration.ofMinutes(2)).ignoreExceptions().untilAsserted(() -> {
                assertThat(online(watcher, talk.room())).containsExactly(watcher.username());
                assertThat(watcher.presence()).containsOnlyOnce(ghost.username() + " left");
            });
        }
    }

    @Test
    void aFrozenNodeHoldsUpNobodyOnTheOther() throws Exception {
        try (FrontDoor door = FrontDoor.of(List.of(TwoNodeSuite.node(2)));
                Conversation talk = new Conversation()) {
            Talker awake = talk.enter("awake", TwoNodeSuite.node(2));
            Talker frozen = talk.enter("frozen", TwoNodeSuite.node(1));
            Talker third = talk.enter("third", door.url());
            talk.everyoneTalks();
            talk.awaitMoreFrom(talk.talkers(), 2);

            TwoNodeSuite.get().pauseChat(1);
            talk.awaitMoreFrom(List.of(awake, third), 20);
            TwoNodeSuite.get().resumeChat(1);

            talk.awaitMoreFrom(List.of(frozen), 2);
            talk.everyoneFallsSilent();
            talk.assertEveryoneSawEverythingOnceInOneOrder();
        }
    }

    private static Stream<String> online(Talker asker, String room) {
        return asker.rest().rooms().presence(room).users().stream().map(user -> user.username());
    }
}
