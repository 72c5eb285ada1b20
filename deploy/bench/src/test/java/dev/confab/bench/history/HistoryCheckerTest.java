package dev.confab.bench.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.bench.history.History.Viewing;
import dev.confab.bench.history.Said.Outcome;
import dev.confab.client.ClientJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Histories written by hand: a good one, and the same with one thing wrong. */
class HistoryCheckerTest {
    private static final String ANN = "ann-id";
    private static final String BEN = "ben-id";
    private static final String EPOCH = "e1";
    private static final Viewing BENS_PHONE = new Viewing(BEN, "phone", "lobby");

    private final History history = new History();
    private final List<LoggedEvent> lobby = new ArrayList<>();
    private final List<LoggedEvent> secret = new ArrayList<>();
    private final Map<String, List<LoggedEvent>> logs = new HashMap<>();

    @BeforeEach
    void annSaysThreeThings() {
        logs.put("lobby", lobby);
        logs.put("secret", secret);
        lobby.add(event(1, "room.created", ANN, null, Map.of()));
        for (int seq = 2; seq <= 4; seq++) {
            lobby.add(event(seq, "message.posted", ANN, "m" + seq, Map.of("text", "text " + seq)));
            history.said(said(seq, seq * 100L, seq * 100L + 50, Outcome.ACKNOWLEDGED));
        }
    }

    @Test
    void aHistoryInWhichEverybodySawEverythingIsWhole() {
        delivered(BENS_PHONE, null, 2, 3);
        delivered(BENS_PHONE, 3L, 4);

        assertThat(violations()).isEmpty();
    }

    @Test
    void whoContinuesFromFurtherBackGetsAllOfItAgain() {
        delivered(BENS_PHONE, null, 1, 2, 3);
        delivered(BENS_PHONE, 1L, 2, 3, 4);

        assertThat(violations()).isEmpty();
    }

    @Test
    void anEventThatIsLeftOutIsFound() {
        delivered(BENS_PHONE, null, 1, 2, 4);

        assertThat(violations()).anyMatch(found -> found.contains("got 4 of lobby where 3 was due: too early"));
    }

    @Test
    void anEventThatComesTwiceIsFound() {
        delivered(BENS_PHONE, null, 1, 2, 2, 3, 4);

        assertThat(violations()).anyMatch(found -> found.contains("got 2 of lobby where 3 was due: again"));
    }

    @Test
    void anEventThatComesAgainAfterResumingIsFound() {
        delivered(BENS_PHONE, null, 1, 2, 3);
        delivered(BENS_PHONE, 3L, 3, 4);

        assertThat(violations()).anyMatch(found -> found.contains("got 3 of lobby where 4 was due: again"));
    }

    @Test
    void eventsInAnotherOrderAreFound() {
        delivered(BENS_PHONE, null, 1, 3, 2, 4);

        assertThat(violations()).anyMatch(found -> found.contains("got 3 of lobby where 2 was due"));
    }

    @Test
    void anEndThatNobodyDeliveredIsFound() {
        delivered(BENS_PHONE, null, 1, 2, 3);

        assertThat(violations()).anyMatch(found -> found.contains("ben/phone saw lobby up to 3 of 4 only"));
    }

    @Test
    void whoNeverGotAnythingIsFound() {
        history.wanted(BENS_PHONE);

        assertThat(violations()).anyMatch(found -> found.contains("saw lobby up to 0 of 4 only"));
    }

    @Test
    void aPositionThatIsNotContinuedIsFound() {
        delivered(BENS_PHONE, null, 1, 2);
        history.began(BENS_PHONE, new Delivery("ben", new Position(EPOCH, 2), false, new Position(EPOCH, 5)));

        assertThat(violations()).anyMatch(found -> found.contains("asked to continue lobby after e1/2"));
    }

    @Test
    void anotherEventInItsPlaceIsFound() {
        Delivery delivery = delivered(BENS_PHONE, null, 1, 2, 3);
        delivery.saw(event(4, "message.posted", ANN, "m4", Map.of("text", "not what she said"))
                .seen(0));

        assertThat(violations()).anyMatch(found -> found.contains("got as 4 of lobby"));
    }

    @Test
    void anAcknowledgedMessageThatIsNotThereIsFound() {
        history.said(said(5, 900, 950, Outcome.ACKNOWLEDGED));

        assertThat(violations()).containsExactly("m5 was acknowledged at e1/5 of lobby and is lost");
    }

    @Test
    void aMessageThatIsStoredTwiceIsFound() {
        lobby.add(new LoggedEvent(5, EPOCH, "another", "message.posted", ANN, "m4", json(Map.of("text", "text 4"))));

        assertThat(violations()).anyMatch(found -> found.contains("has the message m4 twice, again at 5"));
    }

    @Test
    void aRefusedMessageThatIsThereIsFound() {
        lobby.add(event(5, "message.posted", ANN, "m5", Map.of("text", "text 5")));
        history.said(said(5, 900, 950, Outcome.REFUSED));

        assertThat(violations()).containsExactly("m5 was refused and is in lobby at 5");
    }

    @Test
    void aMessageThatNobodySaidIsFound() {
        lobby.add(event(5, "message.posted", ANN, "m5", Map.of("text", "text 5")));

        assertThat(violations()).anyMatch(found -> found.startsWith("nobody said what is in lobby at 5"));
    }

    @Test
    void aMessageBeforeOneThatWasAcknowledgedEarlierIsFound() {
        lobby.add(event(5, "message.posted", ANN, "m5", Map.of("text", "text 5")));
        history.said(said(5, 10, 20, Outcome.ACKNOWLEDGED));

        assertThat(violations()).anyMatch(found -> found.contains("m2 in lobby was begun after m5"));
    }

    @Test
    void aHoleInAStreamIsFound() {
        lobby.remove(2);

        assertThat(violations()).anyMatch(found -> found.contains("lobby has 4 where 3 is due"));
    }

    @Test
    void anEditThatWasAcceptedAndIsForgottenIsFound() {
        history.revised(new Revised("lobby", "id-2", ANN, "other words"));

        assertThat(violations()).anyMatch(found -> found.contains("is done, and there is no such event"));
    }

    @Test
    void aMarkerThatWasAcceptedAndIsForgottenIsFound() {
        history.read(BEN, "lobby", 3);

        assertThat(violations())
                .containsExactly("ben was told that lobby is read up to 3, and the personal stream says 0");
    }

    @Test
    void aMemberMaySeeWhatWasSaidBeforeAndBeingRemovedIsTheLastThingToSee() {
        benIsAMemberFrom2To4();
        delivered(new Viewing(BEN, "phone", "secret"), null, 1, 2, 3, 4);

        assertThat(violations()).isEmpty();
    }

    @Test
    void whatIsSeenAfterARemovalIsFound() {
        benIsAMemberFrom2To4();
        delivered(new Viewing(BEN, "phone", "secret"), null, 1, 2, 3, 4, 5);

        assertThat(violations()).anyMatch(found -> found.contains("ben saw 5 (topic) of secret"));
    }

    @Test
    void whatIsSeenByAStrangerIsFound() {
        benIsAMemberFrom2To4();
        delivered(new Viewing(ANN, "phone", "secret"), null);

        assertThat(violations()).anyMatch(found -> found.contains("ann was never a member of secret"));
    }

    private void benIsAMemberFrom2To4() {
        Map<String, Object> ben = Map.of("user", Map.of("id", BEN));
        secret.add(event(1, "room.created", "owner", null, Map.of()));
        secret.add(event(2, "member.added", "owner", null, ben));
        secret.add(event(3, "topic", "owner", null, Map.of()));
        secret.add(event(4, "member.removed", "owner", null, ben));
        secret.add(event(5, "topic", "owner", null, Map.of()));
        history.changed(new MemberChange("secret", BEN, true, -10, -5));
        history.changed(new MemberChange("secret", BEN, false, 300, 310));
    }

    private List<String> violations() {
        return new HistoryChecker(history, logs, Set.of("secret"), Map.of(ANN, "ann", BEN, "ben")).violations();
    }

    private Delivery delivered(Viewing viewing, @Nullable Long after, int... seqs) {
        long from = after != null ? after + 1 : seqs.length == 0 ? 1 : seqs[0];
        Delivery delivery = new Delivery(
                "somewhere",
                after == null ? null : new Position(EPOCH, after),
                after != null,
                new Position(EPOCH, from));
        for (int seq : seqs) {
            delivery.saw(logs.get(viewing.stream()).get(seq - 1).seen(seq));
        }
        history.began(viewing, delivery);
        return delivery;
    }

    private static Said said(int seq, long begun, long ended, Outcome outcome) {
        return new Said(
                "lobby", ANN, "m" + seq, "text " + seq, begun, ended, outcome, "id-" + seq, new Position(EPOCH, seq));
    }

    private static LoggedEvent event(
            int seq, String kind, String user, @Nullable String clientMessageId, Map<String, Object> data) {
        return new LoggedEvent(seq, EPOCH, "id-" + seq, kind, user, clientMessageId, json(data));
    }

    private static JsonNode json(Map<String, Object> data) {
        return ClientJson.mapper().valueToTree(data);
    }
}
