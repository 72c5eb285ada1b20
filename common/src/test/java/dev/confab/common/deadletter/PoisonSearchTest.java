package dev.confab.common.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PoisonSearchTest {
    private final PoisonSearch search = new PoisonSearch();
    private final List<Integer> applied = new ArrayList<>();
    private final List<Integer> poison = new ArrayList<>();

    @Test
    void findsEachRecordThatFailsByItsContentAndAppliesAllOthersOnce() throws Exception {
        search.apply(numbers(), some -> apply(some, new SQLException("too long", "22001"), 3, 17), this::put);
        assertThat(poison).containsExactly(3, 17);
        assertThat(applied).hasSize(18).doesNotHaveDuplicates().doesNotContain(3, 17);
    }

    @Test
    void putsNothingAsideWhileSomethingIsAway() {
        ConfabException away = new ConfabException(ErrorCode.UNAVAILABLE, "away");
        for (int attempt = 0; attempt < 20; attempt++) {
            assertThatThrownBy(() -> search.apply(numbers(), some -> apply(some, away, 3), this::put))
                    .isSameAs(away);
        }
        assertThat(poison).isEmpty();
    }

    @Test
    void waitsOutAFailureThatSaysNothingBeforeItCountsAsADefectOfTheRecord() throws Exception {
        IllegalStateException odd = new IllegalStateException("odd");
        for (int attempt = 0; attempt < 5; attempt++) {
            assertThatThrownBy(() -> search.apply(List.of(3), some -> apply(some, odd, 3), this::put))
                    .isSameAs(odd);
        }
        search.apply(List.of(3), some -> apply(some, odd, 3), this::put);
        assertThat(poison).containsExactly(3);
        assertThatThrownBy(() -> search.apply(List.of(4), some -> apply(some, odd, 4), this::put))
                .as("patience begins anew")
                .isSameAs(odd);
    }

    private void apply(List<Integer> some, Exception failure, Integer... bad) throws Exception {
        if (List.of(bad).stream().anyMatch(some::contains)) {
            throw failure;
        }
        applied.addAll(some);
    }

    private void put(Integer number, Exception failure) {
        poison.add(number);
    }

    private static List<Integer> numbers() {
        return IntStream.range(0, 20).boxed().toList();
    }
}
