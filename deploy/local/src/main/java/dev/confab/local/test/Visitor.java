package dev.confab.local.test;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** One person with one browser window, whose page's errors are remembered. */
public final class Visitor {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final String name;
    private final BrowserContext context;
    private final Page page;
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final List<Pattern> expected = new CopyOnWriteArrayList<>();

    Visitor(String name, BrowserContext context) {
        this.name = name;
        this.context = context;
        this.page = context.newPage();
        context.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                problems.add(name + ": " + message.text());
            }
        });
        context.onWebError(error -> problems.add(name + ": " + error.error()));
    }

    public Page page() {
        return page;
    }

    public BrowserContext context() {
        return context;
    }

    /** Messages in the browser's console that contain a match are no failure of this test. */
    public Visitor expecting(String pattern) {
        expected.add(Pattern.compile(pattern));
        return this;
    }

    /** Keeps a picture of the window as {@code target/screenshots/<test>-<name>-<moment>.png}. */
    public void screenshot(String moment) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + "-" + moment + ".png")));
    }

    /** What pages reported and nobody expected: script errors, refused resources, policy violations. */
    public List<String> problems() {
        return problems.stream()
                .filter(problem -> expected.stream()
                        .noneMatch(pattern -> pattern.matcher(problem).find()))
                .toList();
    }

    void close() {
        context.close();
    }
}
