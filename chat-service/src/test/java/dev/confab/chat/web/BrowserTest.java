package dev.confab.chat.web;

import com.microsoft.playwright.Browser;
import dev.confab.local.test.BrowserExtension;
import dev.confab.local.test.EmbeddedStackResource;
import dev.confab.local.test.Visitor;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the browser tests share: the browser, and names that no other test uses. */
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
abstract class BrowserTest {

    private static final AtomicInteger NAMES = new AtomicInteger();

    @RegisterExtension
    static final BrowserExtension BROWSER = new BrowserExtension();

    @TestHTTPResource("/")
    URI base;

    /** Somebody at a desktop who is not signed in. */
    Visitor stranger(String name) {
        return BROWSER.visitor(name, base.toString());
    }

    /** Somebody at a desktop who is signed in. */
    Talker talker(String name) {
        return Talker.registered(stranger(name), unique(name));
    }

    /** Somebody who is signed in, with a window of their own. */
    Talker talker(String name, Browser.NewContextOptions window) {
        return Talker.registered(BROWSER.visitor(name, window.setBaseURL(base.toString())), unique(name));
    }

    static String unique(String name) {
        return name + "_" + Long.toString(System.nanoTime(), 36) + NAMES.incrementAndGet();
    }
}
