package dev.confab.system.chat;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.client.UserRef;
import dev.confab.client.connection.ConfabEvent;
import dev.confab.local.EmbeddedStack;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What chat stands on goes away and comes back; confab is never restarted for it. */
class OutageTest {
    private static final int SAID_MEANWHILE = 60;

    private final EmbeddedStack stack = TwoNodeSuite.get().stack();

    @AfterEach
    void mend() {
        for (var server : List.of(stack.postgres(), stack.redis(), stack.kafka())) {
            if (!server.isRunning()) {
                server.start();
            }
        }
    }

    /**
     * The broker is away for as long as three people take to say {@value #SAID_MEANWHILE} messages each, which the limit
     * of five a second makes twelve seconds at least: longer than a relay's lease lasts.
     */
    @Test
    void withoutKafkaPeopleGoOnTalkingAndOutsidersLoseNothing() throws Exception {
        try (Conversation talk = new Conversation();
                OutsideConsumer outsider = OutsideConsumer.of(stack.kafka().bootstrapServers())) {
            Talker here = talk.enter("here", TwoNodeSuite.node(1));
            Talker besides = talk.enter("besides", TwoNodeSuite.node(1));
            Talker there = talk.enter("there", TwoNodeSuite.node(2));
            here.say(talk.room(), "before");

            stack.kafka().kill();
            talk.everyoneTalks();
            talk.awaitMoreFrom(List.of(here, besides, there), SAID_MEANWHILE);
            // People of one node need no broker; who comes meanwhile finds all that was said.
            await().untilAsserted(() -> assertThat(besides.seen(talk.room()))
                    .filteredOn(event -> here.username().equals(authorOf(event)))
                    .hasSizeGreaterThan(SAID_MEANWHILE / 2));
            talk.enter("newcomer", TwoNodeSuite.node(2)).say(talk.room(), "I came while Kafka was away");
            talk.everyoneFallsSilent();
            talk.assertEveryoneSawEverythingOnceInOneOrder();

            stack.kafka().start();
            here.say(talk.room(), "after");
            talk.assertEveryoneSawEverythingOnceInOneOrder();
            List<Long> published = outsider.seqsUntil(
                    talk.room(), here.seen(talk.room()).getLast().seq());
            assertThat(published)
                    .as("each event first appears in the order of its room")
                    .isSorted();
            assertThat(published)
                    .doesNotHaveDuplicates()
                    .hasSize(published.getLast().intValue());
        }
    }

    @Test
    @Tag("CH-14")
    void afterRedisIsWipedPresenceRebuildsAndNothingSaidIsLost() throws Exception {
        try (Conversation talk = new Conversation()) {
            Talker here = talk.enter("here", TwoNodeSuite.node(1));
            Talker there = talk.enter("there", TwoNodeSuite.node(2));
            talk.everyoneTalks();
            talk.awaitMoreFrom(talk.talkers(), 3);

            RedisWire.send(stack.redis().port(), "FLUSHALL");
            talk.awaitMoreFrom(talk.talkers(), 3);
            talk.everyoneFallsSilent();

            talk.assertEveryoneSawEverythingOnceInOneOrder();
            await().atMost(Duration.ofSeconds(90))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(
                                    here.rest().rooms().presence(talk.room()).users())
                            .extracting(user -> user.username())
                            .containsExactlyInAnyOrder(here.username(), there.username()));
        }
    }

    @Test
    void withoutRedisPeopleGoOnTalking() throws Exception {
        try (Conversation talk = new Conversation()) {
            talk.enter("here", TwoNodeSuite.node(1));
            talk.enter("there", TwoNodeSuite.node(2));
            talk.everyoneTalks();
            talk.awaitMoreFrom(talk.talkers(), 3);

            stack.redis().kill();
            talk.awaitMoreFrom(talk.talkers(), 10);
            talk.enter("newcomer", TwoNodeSuite.node(1)).say(talk.room(), "I came while Redis was away");
            stack.redis().start();
            talk.awaitMoreFrom(talk.talkers().subList(0, 2), 3);

            talk.everyoneFallsSilent();
            talk.assertEveryoneSawEverythingOnceInOneOrder();
        }
    }

    private static @Nullable String authorOf(ConfabEvent event) {
        UserRef author = event.user();
        return author == null ? null : author.username();
    }
}
