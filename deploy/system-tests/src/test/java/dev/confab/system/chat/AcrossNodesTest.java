package dev.confab.system.chat;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.client.connection.ConnectionState;
import dev.confab.client.connection.JoinStart;
import dev.confab.client.connection.SentMessage;
import dev.confab.client.rest.ConfabRest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two people on two nodes. */
class AcrossNodesTest {
    @Test
    @Tag("CH-02")
    void peopleOnDifferentNodesHearEachOtherInOneOrder() {
        try (Conversation talk = new Conversation()) {
            Talker ada = talk.enter("ada", TwoNodeSuite.node(1));
            Talker ben = talk.enter("ben", TwoNodeSuite.node(2));

            ada.say(talk.room(), "hello");
            ben.say(talk.room(), "hi");
            ada.say(talk.room(), "how are you?");

            for (Talker talker : List.of(ada, ben)) {
                await().untilAsserted(() ->
                        assertThat(talker.heard(talk.room())).containsExactly("hello", "hi", "how are you?"));
            }
        }
    }

    @Test
    @Tag("CH-03")
    void typingReachesTheOtherNodeButNotItsAuthor() {
        try (Conversation talk = new Conversation()) {
            Talker ada = talk.enter("ada", TwoNodeSuite.node(1));
            Talker ben = talk.enter("ben", TwoNodeSuite.node(2));

            // A notice that is lost is not repeated by the server; whoever goes on typing repeats it.
            await().pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
                ada.connection().typing(talk.room(), true);
                assertThat(ben.typing()).contains(ada.username() + " types");
            });

            ada.say(talk.room(), "done typing");
            await().untilAsserted(() -> assertThat(ada.heard(talk.room())).contains("done typing"));
            assertThat(ada.typing()).isEmpty();
        }
    }

    @Test
    @Tag("CH-04")
    @Tag("CH-14")
    void comingAndGoingIsAnnouncedOnceOnBothNodes() {
        try (Conversation talk = new Conversation()) {
            Talker ada = talk.enter("ada", TwoNodeSuite.node(1));
            Talker ben = talk.enter("ben", TwoNodeSuite.node(2));
            await().untilAsserted(() -> assertThat(ada.presence()).containsOnlyOnce(ben.username() + " joined"));

            ben.close();

            await().atMost(Duration.ofSeconds(90))
                    .untilAsserted(() -> assertThat(ada.presence()).containsOnlyOnce(ben.username() + " left"));
            assertThat(ada.rest().rooms().presence(talk.room()).users())
                    .extracting(user -> user.username())
                    .containsExactly(ada.username());
        }
    }

    @Test
    void whoWasAwayGetsExactlyWhatWasMissedFromAnotherNode() {
        try (Conversation talk = new Conversation()) {
            Talker ada = talk.enter("ada", TwoNodeSuite.node(1));
            SentMessage last = ada.say(talk.room(), "the last thing seen");
            for (int i = 1; i <= 20; i++) {
                ada.say(talk.room(), "missed " + i);
            }

            Talker back = Talker.register("back", TwoNodeSuite.node(2));
            try (back) {
                back.join(talk.room(), new JoinStart.After(last.position(), 0));
                await().untilAsserted(() -> assertThat(back.heard(talk.room())).hasSize(20));
                assertThat(back.heard(talk.room()).getFirst()).isEqualTo("missed 1");
                assertThat(back.gaps()).isEmpty();
            }
        }
    }

    @Test
    void aCutConnectionResumesWithoutLossAndWithoutRepetition() throws Exception {
        try (FrontDoor door = FrontDoor.of(TwoNodeSuite.nodesPreferring(2));
                Conversation talk = new Conversation()) {
            talk.enter("steady", TwoNodeSuite.node(1));
            talk.enter("shaky", door.url());
            talk.everyoneTalks();
            for (int cut = 0; cut < 5; cut++) {
                talk.awaitMoreFrom(talk.talkers(), 2);
                door.cutAll();
            }
            talk.awaitMoreFrom(talk.talkers(), 2);
            talk.everyoneFallsSilent();
            talk.assertEveryoneSawEverythingOnceInOneOrder();
        }
    }

    @Test
    @Tag("CH-06")
    void aBanOnOneNodeEndsTheSocketsOnTheOther() {
        ConfabRest admin = ConfabRest.at(TwoNodeSuite.node(1));
        admin.login("admin", TwoNodeSuite.ADMIN_PASSWORD);
        try (Conversation talk = new Conversation()) {
            Talker pest = talk.enter("pest", TwoNodeSuite.node(2));
            pest.say(talk.room(), "buy now");

            admin.users().ban(pest.username(), "spam");

            await().untilAsserted(() -> assertThat(pest.connection().state())
                    .isInstanceOfSatisfying(
                            ConnectionState.Closed.class,
                            closed -> assertThat(closed.cause().code()).isEqualTo(4001)));
        }
    }

    @Test
    void whatWasReadOnOneDeviceIsReadOnTheOther() {
        try (Conversation talk = new Conversation()) {
            Talker ada = talk.enter("ada", TwoNodeSuite.node(1));
            Talker ben = talk.enter("ben", TwoNodeSuite.node(2));
            SentMessage sent = ada.say(talk.room(), "read me");
            await().untilAsserted(() -> assertThat(ben.heard(talk.room())).contains("read me"));

            // The other device of the same person: REST at the other node.
            ConfabRest phone = ConfabRest.at(TwoNodeSuite.node(1));
            phone.login(ben.username(), Talker.PASSWORD);
            phone.rooms().read(talk.room(), sent.position().seq());

            await().untilAsserted(() -> assertThat(ben.personal()).anySatisfy(event -> {
                assertThat(event.kind()).isEqualTo("room.read");
                assertThat(event.data().path("seq").asLong())
                        .isEqualTo(sent.position().seq());
            }));
            assertThat(phone.rooms().get(talk.room()).unread()).isZero();
        }
    }
}
