package dev.confab.chat.testing;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Somebody's messages in one room over REST. */
public record Chatter(TestUser user, String room) {

    private static final String MESSAGES = "/api/rooms/{room}/messages";
    private static final String MESSAGE = MESSAGES + "/{id}";

    /** Posts a message and returns its id. */
    public String say(String text) {
        return post(Map.of("text", text)).statusCode(201).extract().path("messageId");
    }

    /** Posts a reply in the thread of a message and returns its id. */
    public String reply(String threadId, String text) {
        return post(Map.of("text", text, "threadId", threadId))
                .statusCode(201)
                .extract()
                .path("messageId");
    }

    /** Posts a message with these fields and a client id of its own, unless they have one. */
    public ValidatableResponse post(Map<String, String> fields) {
        Map<String, String> message = new HashMap<>(fields);
        message.putIfAbsent("clientMessageId", UUID.randomUUID().toString());
        return patient(() -> user.rest().body(message).post(MESSAGES, room));
    }

    public ValidatableResponse edit(String messageId, String text) {
        return patient(() -> user.rest().body(Map.of("text", text)).patch(MESSAGE, room, messageId));
    }

    public ValidatableResponse delete(String messageId) {
        return patient(() -> user.rest().delete(MESSAGE, room, messageId));
    }

    public ValidatableResponse react(String messageId, String emoji) {
        return patient(() -> user.rest().put(MESSAGE + "/reactions/{emoji}", room, messageId, emoji));
    }

    public ValidatableResponse unreact(String messageId, String emoji) {
        return patient(() -> user.rest().delete(MESSAGE + "/reactions/{emoji}", room, messageId, emoji));
    }

    public ValidatableResponse put(String messageId, String what) {
        return patient(() -> user.rest().put(MESSAGE + "/" + what, room, messageId));
    }

    public ValidatableResponse take(String messageId, String what) {
        return patient(() -> user.rest().delete(MESSAGE + "/" + what, room, messageId));
    }

    public ValidatableResponse thread(String messageId) {
        return user.rest().get(MESSAGE + "/thread", room, messageId).then();
    }

    public ValidatableResponse history() {
        return user.rest().get(MESSAGES, room).then().statusCode(200);
    }

    /** One message of the newest page, as this user sees it. */
    public Map<String, Object> seen(String messageId) {
        JsonPath page = history().extract().jsonPath();
        List<Map<String, Object>> items = page.getList("items");
        return items.stream()
                .filter(item -> item.get("messageId").equals(messageId))
                .findFirst()
                .orElseThrow();
    }

    /** Repeats a request as long as its user is told to slow down. */
    public static ValidatableResponse patient(Supplier<Response> request) {
        Response answer = request.get();
        while (answer.statusCode() == 429) {
            LockSupport.parkNanos(answer.jsonPath().getLong("retryAfterMs") * 1_000_000);
            answer = request.get();
        }
        return answer.then();
    }
}
