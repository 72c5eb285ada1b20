package dev.confab.chat.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.util.List;

/** The rules of the accessibility guidelines that a program can check. */
final class Accessibility {

    private Accessibility() {}

    /** Of the page as it is now. */
    static void breaksNoRule(Page page) {
        // The other results, which nobody reads, would name each element that breaks none.
        AxeRunOptions options = new AxeRunOptions();
        options.setResultTypes(List.of("violations"));
        assertThat(new AxeBuilder(page).options(options).analyze().getViolations())
                .extracting(rule -> rule.getId() + " " + rule.getNodes())
                .isEmpty();
    }
}
