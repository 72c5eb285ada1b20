package dev.confab.common.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.confab.common.event.MalformedEventException;
import dev.confab.common.outbox.OutboxRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountStateCodecTest {
    private static final UUID ANN = UUID.randomUUID();
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void readsBackWhatWasWritten() throws Exception {
        AccountState full =
                new AccountState(ANN, "ann", "ann@example.org", Set.of("user", "admin"), true, NOW, 1L << 40);
        AccountState bare = new AccountState(ANN, "ann", null, Set.of(), false, null, 0);
        assertThat(AccountStateCodec.decode(AccountStateCodec.encode(full, NOW)))
                .isEqualTo(full);
        assertThat(AccountStateCodec.decode(AccountStateCodec.encode(bare, NOW)))
                .isEqualTo(bare);
    }

    @Test
    void keysRecordsByTheUserAndForgetsByATombstone() throws Exception {
        OutboxRecord state =
                AccountStateCodec.record(new AccountState(ANN, "ann", null, Set.of(), false, null, 0), NOW, Map.of());
        OutboxRecord deletion = AccountStateCodec.tombstone(ANN, Map.of());
        assertThat(AccountStateCodec.userId(state.key())).isEqualTo(ANN);
        assertThat(deletion.key()).isEqualTo(state.key());
        assertThat(deletion.topic()).isEqualTo(state.topic());
        assertThat(deletion.value()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"userId\": \"x\", \"username\": \"ann\", \"roles\": [], \"banned\": false, \"version\": 1}",
                "{\"userId\": \"%s\", \"roles\": [], \"banned\": false, \"version\": 1}",
                "{\"userId\": \"%s\", \"username\": \"ann\", \"roles\": \"user\", \"banned\": false, \"version\": 1}",
                "{\"userId\": \"%s\", \"username\": \"ann\", \"roles\": [1], \"banned\": false, \"version\": 1}",
                "{\"userId\": \"%s\", \"username\": \"ann\", \"roles\": [], \"version\": 1}",
                "{\"userId\": \"%s\", \"username\": \"ann\", \"roles\": [], \"banned\": \"no\", \"version\": 1}",
                "{\"userId\": \"%s\", \"username\": \"ann\", \"roles\": [], \"banned\": false, \"version\": 1.5}",
                "{\"userId\": \"%s\", \"username\": \"ann\", \"roles\": [], \"banned\": false}",
                "{\"userId\": \"%s\", \"username\": \"ann\", \"roles\": [], \"banned\": false, \"version\": 1,"
                        + " \"validAfter\": 5}",
            })
    void refusesWhatIsNoState(String data) {
        String event = "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"s\", \"type\": \"%s\", \"data\": %s}"
                .formatted(AccountStateCodec.TYPE, data.replace("%s", ANN.toString()));
        assertThatThrownBy(() -> AccountStateCodec.decode(event.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedEventException.class);
    }
}
