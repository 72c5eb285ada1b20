package dev.confab.task.mail;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.local.EmbeddedMail;
import dev.confab.local.EmbeddedStack;
import dev.confab.local.ReceivedMail;
import dev.confab.local.test.EmbeddedStackResource;
import dev.confab.local.test.TokenIssuer;
import dev.confab.local.test.TokenIssuerResource;
import dev.confab.task.api.TaskRest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The settings of tests let a mail be tried again after moments and not after minutes. */
@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "task"))
@QuarkusTestResource(TokenIssuerResource.class)
@Tag("TK-09")
class SendEmailTest {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    TokenIssuer issuer;
    EmbeddedStack stack;

    private TaskRest tasks;
    private EmbeddedMail inbox;
    private String ann;

    @BeforeEach
    void prepare() {
        tasks = new TaskRest(issuer);
        inbox = stack.mail();
        ann = "ann." + UUID.randomUUID() + "@example.org";
    }

    @AfterEach
    void mend() {
        inbox.start();
        inbox.acceptAll();
    }

    @Test
    void sendsTheMailWithTheRequestAndTheTraceThatCausedIt() {
        String id = tasks.staff()
                .contentType(ContentType.JSON)
                .header("X-Request-ID", "request-of-a-mail")
                .header("traceparent", TRACE)
                .body(Map.of(
                        "type",
                        "send-email",
                        "payload",
                        Map.of(
                                "to",
                                ann,
                                "subject",
                                "Grüße aus #büro",
                                "text",
                                "Hallo\n.\nEnde",
                                "html",
                                "<p>Hallo</p>",
                                "headers",
                                Map.of("X-Room", "buero"))))
                .post("/api/tasks")
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        JsonPath task = tasks.ended(id);
        ReceivedMail mail = onlyMail();

        assertThat(task.getString("state")).isEqualTo("succeeded");
        assertThat(task.getString("queue")).isEqualTo("email");
        assertThat(mail.subject()).isEqualTo("Grüße aus #büro");
        assertThat(mail.text().strip().lines()).containsExactly("Hallo", ".", "Ende");
        assertThat(mail.html()).contains("<p>Hallo</p>");
        assertThat(mail.header("From")).contains("confab <confab@localhost>");
        assertThat(mail.header("To")).contains(ann);
        assertThat(mail.header("Message-ID")).contains("<" + id + "@localhost>");
        assertThat(task.getString("result.messageId")).isEqualTo("<" + id + "@localhost>");
        assertThat(mail.header("X-Request-ID")).contains("request-of-a-mail");
        assertThat(mail.header("traceparent").orElseThrow()).startsWith(TRACE.substring(0, 36));
        assertThat(mail.header("Auto-Submitted")).contains("auto-generated");
        assertThat(mail.header("X-Room")).contains("buero");
        assertThat(mail.headers().stream().filter(header -> header.name().equalsIgnoreCase("Message-ID")))
                .hasSize(1);
    }

    @Test
    void arrivesOnceTheMailServerIsBack() {
        inbox.kill();
        String id = submit();
        patiently()
                .untilAsserted(
                        () -> assertThat(tasks.task(id).getString("state")).isEqualTo("retry"));
        assertThat(tasks.task(id).getString("attempts[0].error.message")).containsIgnoringCase("refused");

        inbox.start();

        assertThat(tasks.ended(id).getString("state")).isEqualTo("succeeded");
        assertThat(onlyMail().header("Message-ID")).contains("<" + id + "@localhost>");
    }

    @Test
    @Tag("TK-10")
    void anAddressThatIsRefusedForGoodEndsInTheDeadLetterAndCanBeReplayed() {
        inbox.refuse(ann);
        String id = submit();

        JsonPath dead = tasks.ended(id);
        assertThat(dead.getString("state")).isEqualTo("failed");
        assertThat(dead.getInt("attempt")).isEqualTo(1);
        assertThat(dead.getString("error.code")).isEqualTo("mail_refused");
        assertThat(dead.getString("error.message")).contains("550").doesNotContain(ann);
        JsonPath letter = tasks.staff().get("/api/dead-letters/" + id).jsonPath();
        assertThat(letter.getString("payload.to")).isEqualTo(ann);
        assertThat(letter.getList("attempts")).hasSize(1);

        inbox.accept(ann);
        tasks.replay(id);

        assertThat(tasks.ended(id).getString("state")).isEqualTo("succeeded");
        assertThat(onlyMail().recipients()).containsExactly(ann);
        tasks.staff().get("/api/dead-letters/" + id).then().statusCode(404);
    }

    @Test
    void triesAgainWhenTheServerAsksToComeBackLater() {
        inbox.failTemporarily(ann);
        String id = submit();
        patiently()
                .untilAsserted(
                        () -> assertThat(tasks.task(id).getInt("failures")).isPositive());
        assertThat(tasks.task(id).getString("attempts[0].error.message")).contains("451");

        inbox.acceptAll();

        assertThat(tasks.ended(id).getString("state")).isEqualTo("succeeded");
        onlyMail();
    }

    @Test
    void doesNotWaitForEverForAServerThatDoesNotAnswer() {
        inbox.stall(ann);
        String id = submit();
        patiently()
                .untilAsserted(
                        () -> assertThat(tasks.task(id).getInt("failures")).isPositive());
        assertThat(tasks.task(id).getString("attempts[0].error.message")).contains("did not answer");

        inbox.acceptAll();

        assertThat(tasks.ended(id).getString("state")).isEqualTo("succeeded");
        // What was given up on may arrive as well, recognisable as the same mail.
        assertThat(inbox.mailsTo(ann))
                .isNotEmpty()
                .allSatisfy(mail -> assertThat(mail.header("Message-ID")).contains("<" + id + "@localhost>"));
    }

    static List<Map<String, Object>> payloadsThatAreNoMail() {
        Map<String, Object> good = Map.of("to", "ann@example.org", "subject", "s", "text", "t");
        return List.of(
                without(good, "to"),
                without(good, "text"),
                with(good, "to", "ann"),
                with(good, "to", "a@b, c@d"),
                with(good, "to", "a@example.org\r\nRCPT TO:<c@d>"),
                with(good, "to", "Ann <ann@example.org>"),
                with(good, "subject", "s\r\nBcc: c@d"),
                with(good, "headers", Map.of("X-A", "1\r\nBcc: c@d")),
                with(good, "headers", Map.of("Bcc", "c@d.org")),
                with(good, "headers", Map.of("X-A: 1\r\nBcc", "c@d")),
                with(good, "attachment", "x"));
    }

    @ParameterizedTest
    @MethodSource("payloadsThatAreNoMail")
    void aPayloadThatIsNoMailFailsAtOnce(Map<String, Object> payload) {
        JsonPath task = tasks.ended(tasks.submit("send-email", payload));

        assertThat(task.getString("state")).isEqualTo("failed");
        assertThat(task.getString("error.code")).isEqualTo("invalid_payload");
        assertThat(task.getInt("attempt")).isEqualTo(1);
    }

    private String submit() {
        return tasks.submit("send-email", Map.of("to", ann, "subject", "hello", "text", "hello ann"));
    }

    private ReceivedMail onlyMail() {
        List<ReceivedMail> mails = inbox.mailsTo(ann);
        assertThat(mails).hasSize(1);
        return mails.getFirst();
    }

    private static Map<String, Object> with(Map<String, Object> payload, String field, Object value) {
        Map<String, Object> changed = new HashMap<>(payload);
        changed.put(field, value);
        return changed;
    }

    private static Map<String, Object> without(Map<String, Object> payload, String field) {
        Map<String, Object> changed = new HashMap<>(payload);
        changed.remove(field);
        return changed;
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100));
    }
}
