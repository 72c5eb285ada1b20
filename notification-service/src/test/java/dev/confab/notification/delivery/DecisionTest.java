package dev.confab.notification.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.common.online.LastSeen;
import dev.confab.notification.inbox.NotificationsConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DecisionTest {
    private static final Instant POSTED = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant DUE = POSTED.plusSeconds(60);
    private static final LastSeen NEVER = new LastSeen.Never();

    private final NotificationsConfig.Email config = config();

    @Test
    void whoIsAwayAndHasNotReadGetsMail() {
        assertThat(decide(due("a@example.org", null, true), NEVER, DUE))
                .isEqualTo(new Decision.Submit(DeliveryReason.UNREAD, "a@example.org"));
        assertThat(decide(due("a@example.org", null, true), new LastSeen.SeenAt(POSTED.minusMillis(1)), DUE))
                .isInstanceOf(Decision.Submit.class);
    }

    @Test
    void whoIsOnlineOrWasSinceGetsNone() {
        Decision online = new Decision.Skip(DeliveryReason.ONLINE);

        assertThat(decide(due("a@example.org", null, true), new LastSeen.Online(), DUE))
                .isEqualTo(online);
        assertThat(decide(due("a@example.org", null, true), new LastSeen.SeenAt(POSTED), DUE))
                .isEqualTo(online);
    }

    @Test
    void whatWasReadIsNeverMailedWhateverElseIsTrue() {
        assertThat(decide(due(null, DUE, false), new LastSeen.Unknown(), DUE.plus(Duration.ofDays(9))))
                .isEqualTo(new Decision.Skip(DeliveryReason.READ));
    }

    @Test
    void whileRedisIsAwayItWaitsAndInTheEndRatherSendsTooMuch() {
        DueDelivery due = due("a@example.org", null, true);

        assertThat(decide(due, new LastSeen.Unknown(), DUE))
                .isEqualTo(new Decision.Wait(DeliveryReason.PRESENCE_UNKNOWN));
        assertThat(decide(due, new LastSeen.Unknown(), DUE.plus(Duration.ofMinutes(9))))
                .isEqualTo(new Decision.Wait(DeliveryReason.PRESENCE_UNKNOWN));
        assertThat(decide(due, new LastSeen.Unknown(), DUE.plus(Duration.ofMinutes(10))))
                .isEqualTo(new Decision.Submit(DeliveryReason.PRESENCE_UNKNOWN, "a@example.org"));
    }

    @Test
    void anAccountThatHasNotArrivedIsWaitedFor() {
        assertThat(decide(due(null, null, false), NEVER, DUE))
                .isEqualTo(new Decision.Wait(DeliveryReason.ACCOUNT_UNKNOWN));
        assertThat(decide(due(null, null, false), NEVER, DUE.plus(Duration.ofMinutes(10))))
                .isEqualTo(new Decision.Skip(DeliveryReason.NO_ADDRESS));
        assertThat(decide(due(null, null, true), NEVER, DUE)).isEqualTo(new Decision.Skip(DeliveryReason.NO_ADDRESS));
    }

    @Test
    void oldNewsIsNotMailed() {
        assertThat(decide(due("a@example.org", null, true), NEVER, POSTED.plus(Duration.ofHours(25))))
                .isEqualTo(new Decision.Skip(DeliveryReason.TOO_OLD));
    }

    private Decision decide(DueDelivery due, LastSeen seen, Instant now) {
        return Decision.of(due, seen, config, now);
    }

    private static DueDelivery due(@Nullable String email, @Nullable Instant readAt, boolean known) {
        return new DueDelivery(
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                "ann",
                email,
                known,
                false,
                "mention",
                "general",
                1,
                "ben",
                "hello",
                POSTED,
                POSTED,
                readAt,
                null,
                null);
    }

    private static NotificationsConfig.Email config() {
        return new SmallRyeConfigBuilder()
                .withMapping(NotificationsConfig.class)
                .addDiscoveredConverters()
                .withConverter(Duration.class, 200, text -> DurationConverter.parseDuration(text))
                .build()
                .getConfigMapping(NotificationsConfig.class)
                .email();
    }
}
