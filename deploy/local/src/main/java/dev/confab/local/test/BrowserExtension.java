package dev.confab.local.test;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Real people at a real browser: each {@link Visitor} has cookies of its own. After a test it takes a picture of what
 * everybody saw if the test failed, and fails a test in which a page reported an error that was not expected, such as
 * a violation of the content policy. One Chromium serves all tests of the JVM.
 *
 * <p>Chromium is the one of the machine: {@code CONFAB_CHROMIUM}, else the first one found on the usual paths; nothing
 * is ever downloaded. Pictures go to {@code target/screenshots}. Not for concurrent tests.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final BrowserExtension BROWSER = new BrowserExtension();
 * }</pre>
 */
public final class BrowserExtension implements BeforeEachCallback, AfterEachCallback {

    private static final List<String> CANDIDATES = List.of(
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome-stable",
            "/usr/bin/google-chrome",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

    /** Longer than a page takes to recover from a part that stood still for a moment. */
    private static final double PATIENCE_MS = 60_000;

    /** Containers have no user namespaces for the sandbox and a small /dev/shm; the pages here are our own. */
    private static final List<String> ARGUMENTS = List.of("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu");

    private static @Nullable Browser shared;

    private final List<Visitor> visitors = new ArrayList<>();
    private String test = "";

    /** Somebody at a desktop. */
    public Visitor visitor(String name, String baseUrl) {
        return visitor(name, new Browser.NewContextOptions().setBaseURL(baseUrl).setViewportSize(1280, 800));
    }

    /** Somebody with a window, a colour scheme, a device of their own. */
    public Visitor visitor(String name, Browser.NewContextOptions options) {
        BrowserContext context = browser().newContext(options);
        context.setDefaultTimeout(PATIENCE_MS);
        Visitor visitor = new Visitor(test + "-" + name, context);
        visitors.add(visitor);
        return visitor;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        test = context.getRequiredTestClass().getSimpleName() + "-"
                + context.getRequiredTestMethod().getName();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        List<String> problems = new ArrayList<>();
        try {
            for (Visitor visitor : visitors) {
                if (context.getExecutionException().isPresent()) {
                    visitor.screenshot("failed");
                }
                problems.addAll(visitor.problems());
                visitor.close();
            }
        } finally {
            visitors.clear();
        }
        if (!problems.isEmpty()) {
            AssertionError error = new AssertionError("pages reported errors: " + problems);
            context.getExecutionException().ifPresent(error::addSuppressed);
            throw error;
        }
    }

    private static synchronized Browser browser() {
        if (shared == null) {
            // How long a promise may take is not what these tests are about; a busy machine needs its time.
            PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
            Playwright playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            shared = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(executable())
                            .setArgs(ARGUMENTS));
            Runtime.getRuntime().addShutdownHook(new Thread(playwright::close, "browser-close"));
        }
        return shared;
    }

    private static Path executable() {
        String chosen = System.getenv("CONFAB_CHROMIUM");
        Stream<String> candidates = chosen == null || chosen.isBlank() ? CANDIDATES.stream() : Stream.of(chosen);
        return candidates
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no Chromium found: install one, or name its program in CONFAB_CHROMIUM"));
    }
}
