package dev.confab.chat.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MentionCandidatesTest {

    @Test
    void findsWhatFollowsAnAtSign() {
        assertThat(places("@ann, hello (@Ben) and @c\u00E9line!"))
                .containsExactly(List.of("ann"), List.of("ben"), List.of("c\u00E9line"));
    }

    @Test
    void leavesAddressesAlone() {
        assertThat(places("write to ann@example.org or a_@ben")).isEmpty();
    }

    @Test
    void offersEveryNameThatASentenceMayEnd() {
        assertThat(places("ask @ann.b-..")).containsExactly(List.of("ann.b-..", "ann.b-.", "ann.b-", "ann.b"));
    }

    @Test
    void ignoresWhatCannotBeAName() {
        assertThat(places("@ @a @" + "x".repeat(33) + " @'")).isEmpty();
    }

    @Test
    void foldsNamesAsAccountsDo() {
        assertThat(places("@ANN @\uFF22en @Zoe\u0308"))
                .containsExactly(List.of("ann"), List.of("ben"), List.of("zo\u00EB"));
    }

    @Test
    void boundsTheWorkThatATextCauses() {
        assertThat(places("@aa ".repeat(300))).hasSize(100);
    }

    private static List<List<String>> places(String text) {
        return MentionCandidates.of(text).places();
    }
}
