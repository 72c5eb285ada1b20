package dev.confab.common.error;

import dev.confab.local.test.CommittedFile;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ErrorCodeDocsTest {
    @Test
    void documentListsTheCodesOfTheCode() {
        String rows = Arrays.stream(ErrorCode.values())
                .map(code -> "| `%s` | %d | %s | %s |\n"
                        .formatted(code.code(), code.status(), code.temporary() ? "yes" : "", code.title()))
                .collect(Collectors.joining());

        CommittedFile.named("docs/rest.md")
                .sectionMustBe(
                        "errors", "\n| code | status | temporary | meaning |\n|---|---|---|---|\n" + rows + "\n");
    }
}
